/** The rows of uacce without SVA: memory that the kernel allocates for the device, under addresses equal to the process's or not. */
@NullMarked
@Woven
package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
