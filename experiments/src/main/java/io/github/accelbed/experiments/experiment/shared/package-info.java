/** One work queue for all processes against a queue for each. */
@NullMarked
package io.github.accelbed.experiments.experiment.shared;

import org.jspecify.annotations.NullMarked;
