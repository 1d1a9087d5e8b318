/** The rows of Intel's idxd: shared and dedicated work queues (drivers/dma/idxd). */
@NullMarked
@Woven
package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
