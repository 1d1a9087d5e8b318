/** Simulated time: the clock, what each step costs and where the figure comes from. */
@NullMarked
package io.github.accelbed.model.cost;

import org.jspecify.annotations.NullMarked;
