/** Simulated time: the clock, what each step costs and where the figure comes from. */
@NullMarked
@Woven
package io.github.accelbed.model.cost;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
