/** What rows share whose device walks a process's page table: the bind, the translation, the queue's counters. */
@NullMarked
@Woven
package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
