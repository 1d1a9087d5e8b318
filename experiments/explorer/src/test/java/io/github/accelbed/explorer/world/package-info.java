/** Small worlds that are woven like the model. */
@NullMarked
package io.github.accelbed.explorer.world;

import org.jspecify.annotations.NullMarked;
