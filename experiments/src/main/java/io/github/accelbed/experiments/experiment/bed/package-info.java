/** What the experiments share: a machine to drive, the prices that a run rests on, and words for figures. */
@NullMarked
package io.github.accelbed.experiments.experiment.bed;

import org.jspecify.annotations.NullMarked;
