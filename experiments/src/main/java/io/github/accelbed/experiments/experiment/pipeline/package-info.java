/** Several devices that work on one buffer one after the other. */
@NullMarked
package io.github.accelbed.experiments.experiment.pipeline;

import org.jspecify.annotations.NullMarked;
