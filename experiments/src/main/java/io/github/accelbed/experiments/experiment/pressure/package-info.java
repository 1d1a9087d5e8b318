/** Pinned memory and memlock charges as clients grow. */
@NullMarked
package io.github.accelbed.experiments.experiment.pressure;

import org.jspecify.annotations.NullMarked;
