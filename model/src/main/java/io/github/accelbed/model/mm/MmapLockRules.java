package io.github.accelbed.model.mm;

import io.github.accelbed.model.KernelVersion;

/**
 * Which waits for mmap_lock a SIGKILL ends, where that depends on the release. It ends those of munmap, mmap, mremap, mprotect, advice that changes
 * areas, and fork on all of them, and never those of faults of devices, of exit, or of who works on the memory of another process.
 *
 * @param version the release
 */
public record MmapLockRules(KernelVersion version) {
    /**
     * Whether a fault of a user's load or store takes it with {@code mmap_read_lock_killable} ({@code lock_mm_and_find_vma} of x86), 6.5 on.
     *
     * @return true from 6.5
     */
    public boolean killsUserFault() {
        return version.since(6, 5);
    }

    /**
     * Whether get_user_pages takes it so where it takes it itself: {@code get_user_pages_unlocked} and the slow half of the fast calls, 6.3 on.
     *
     * @return true from 6.3
     */
    public boolean killsGetUserPages() {
        return version.since(6, 3);
    }

    /**
     * Whether {@code exec_mmap} takes the old one so; plain in 5.15, killable in 5.17, so 5.16 is UNVERIFIED.
     *
     * @return true from 5.16
     */
    public boolean killsExec() {
        return version.since(5, 16);
    }
}
