/** Devices: hardware queues with descriptors, and DMA through an address translator. */
@NullMarked
@Woven
package io.github.accelbed.model.device;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
