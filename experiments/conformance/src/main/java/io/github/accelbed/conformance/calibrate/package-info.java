/** What the running kernel's operations cost, measured by the native agent, as prices of the model. */
@NullMarked
package io.github.accelbed.conformance.calibrate;

import org.jspecify.annotations.NullMarked;
