/** What the experiments share: a machine to drive, and the prices that a run rests on. */
@NullMarked
package io.github.accelbed.drivers.bed;

import org.jspecify.annotations.NullMarked;
