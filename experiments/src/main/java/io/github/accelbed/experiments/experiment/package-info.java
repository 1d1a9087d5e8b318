/** The experiments: drivers with parameters whose results are tables, charts and findings. */
@NullMarked
package io.github.accelbed.experiments.experiment;

import org.jspecify.annotations.NullMarked;
