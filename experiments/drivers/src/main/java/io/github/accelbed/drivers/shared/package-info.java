/** One work queue for all processes against a queue for each. */
@NullMarked
package io.github.accelbed.drivers.shared;

import org.jspecify.annotations.NullMarked;
