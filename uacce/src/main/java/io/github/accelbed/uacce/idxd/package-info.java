/** The rows of Intel's idxd: shared and dedicated work queues (drivers/dma/idxd). */
@NullMarked
package io.github.accelbed.uacce.idxd;

import org.jspecify.annotations.NullMarked;
