/** What rows share whose device walks a process's page table: the bind, the translation, the queue's counters. */
@NullMarked
package io.github.accelbed.uacce.sva;

import org.jspecify.annotations.NullMarked;
