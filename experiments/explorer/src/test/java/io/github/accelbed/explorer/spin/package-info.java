/** Checks the explorer against SPIN, an explorer of interleavings by other hands, on models written from the fact sheets. */
@NullMarked
package io.github.accelbed.explorer.spin;

import org.jspecify.annotations.NullMarked;
