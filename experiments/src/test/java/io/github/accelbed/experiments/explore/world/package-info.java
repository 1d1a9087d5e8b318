/** Small worlds that are woven like the model. */
@NullMarked
package io.github.accelbed.experiments.explore.world;

import org.jspecify.annotations.NullMarked;
