/** Devices: hardware queues with descriptors, and DMA through an address translator. */
@NullMarked
package io.github.accelbed.model.device;

import org.jspecify.annotations.NullMarked;
