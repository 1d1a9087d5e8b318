/** The rows of uacce without SVA: memory that the kernel allocates for the device, under addresses equal to the process's or not. */
@NullMarked
package io.github.accelbed.uacce.nosva;

import org.jspecify.annotations.NullMarked;
