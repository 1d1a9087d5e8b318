package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;

/** What depends on the kernel in drivers/dma/idxd/cdev.c. */
public interface IdxdRules {
    /**
     * The rules of a kernel.
     *
     * @param version the release
     * @return its rules
     */
    static IdxdRules of(KernelVersion version) {
        return new MainlineIdxdRules(version);
    }

    /**
     * Whether the running kernel has user work queues with PASIDs at all; about 5.11 (UNVERIFIED). The rows run on all.
     *
     * @return false before
     */
    boolean inTree();

    /**
     * Whether mmap, write and poll look if the caller has the opener's address space; from about 6.15 (UNVERIFIED, a change of 2025).
     *
     * @return true if another process's calls answer EPERM, its poll POLLNVAL
     */
    boolean checksCallersMm();

    /**
     * Whether mmap of a portal asks for CAP_SYS_RAWIO where the hardware's user submission is not safe, and write(2) exists to submit instead;
     * from about 6.10 (UNVERIFIED, a change of 2024).
     *
     * @return true if the kernel knows of unsafe hardware
     */
    boolean guardsUnsafeSubmission();

    /**
     * Whether write(2) refuses a batch on hardware whose user submission is not safe: of every generation at first, of the first one only from
     * about 6.16 (UNVERIFIED, a change of 2025).
     *
     * @param generation of the hardware, from 1
     * @return true for EINVAL
     */
    boolean refusesUnsafeBatch(int generation);

    /**
     * What enabling a work queue of a device that is not enabled answers.
     *
     * @return EPERM, or ENXIO from about 5.15 (the release is UNVERIFIED)
     */
    Errno deviceNotEnabled();

    /**
     * What open answers when the bind fails.
     *
     * @param cause what the bind answered, with ENOSPC for want of a PASID on every kernel
     * @return the errno that reaches the process
     */
    Errno bindFailure(Errno cause);
}
