/**
 * Memory management as in the kernel's {@code mm/}: physical frames, page tables, VMAs, faults, fork, get_user_pages and
 * mmu notifiers.
 */
@NullMarked
@Woven
package io.github.accelbed.model.mm;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
