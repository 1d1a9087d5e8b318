/** The backends whose device walks a process's own page table, uacce with SVA first among them. */
@NullMarked
@Woven
package io.github.accelbed.uacce;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
