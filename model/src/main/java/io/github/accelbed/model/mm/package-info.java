/**
 * Memory management as in the kernel's {@code mm/}: physical frames, page tables, VMAs, faults, fork, get_user_pages and
 * mmu notifiers.
 */
@NullMarked
package io.github.accelbed.model.mm;

import org.jspecify.annotations.NullMarked;
