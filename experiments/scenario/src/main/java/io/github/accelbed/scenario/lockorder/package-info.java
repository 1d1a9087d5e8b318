/** The order in which a run takes the simulated kernel's locks, and the circles in it. */
@NullMarked
@Woven
package io.github.accelbed.scenario.lockorder;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
