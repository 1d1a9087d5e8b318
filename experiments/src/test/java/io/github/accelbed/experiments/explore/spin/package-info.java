/** Checks the explorer against SPIN, an explorer of interleavings by other hands, on models written from the fact sheets. */
@NullMarked
package io.github.accelbed.experiments.explore.spin;

import org.jspecify.annotations.NullMarked;
