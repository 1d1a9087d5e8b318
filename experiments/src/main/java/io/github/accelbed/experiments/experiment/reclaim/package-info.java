/** What a client that ends leaves behind. */
@NullMarked
package io.github.accelbed.experiments.experiment.reclaim;

import org.jspecify.annotations.NullMarked;
