/** Several devices that work on one buffer one after the other. */
@NullMarked
package io.github.accelbed.drivers.pipeline;

import org.jspecify.annotations.NullMarked;
