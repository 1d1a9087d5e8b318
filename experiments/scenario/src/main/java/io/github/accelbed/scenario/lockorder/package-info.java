/** The order in which a run takes the simulated kernel's locks, and the circles in it. */
@NullMarked
package io.github.accelbed.scenario.lockorder;

import org.jspecify.annotations.NullMarked;
