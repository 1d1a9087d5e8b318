/** The backends whose device walks a process's own page table, uacce with SVA first among them. */
@NullMarked
package io.github.accelbed.uacce;

import org.jspecify.annotations.NullMarked;
