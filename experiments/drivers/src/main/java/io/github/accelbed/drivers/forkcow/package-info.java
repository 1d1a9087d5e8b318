/** How fork and copy-on-write tear device and process apart, and what it costs. */
@NullMarked
package io.github.accelbed.drivers.forkcow;

import org.jspecify.annotations.NullMarked;
