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
     * Whether mmap asks for CAP_SYS_RAWIO on a device with the erratum (e11452eb071b, 6.10; stable 6.1.91, 6.8.10), and write(2) submits for those who lack it
     * (that this came to the stable trees with it is UNVERIFIED).
     *
     * @return true from then on
     */
    boolean guardsPortal();

    /**
     * Whether {@code iommu_sva_bind_device} binds on x86 at all. Stable trees switched it off (72f98ef9a4be), since an IOMMU may keep a pointer to a page-table page
     * of the kernel's half that is freed; where it is told of that (e37d5a2d60a3) it is on.
     *
     * @return false if open answers EOPNOTSUPP
     */
    boolean bindsSva();

    /**
     * Whether IOMMUs are told before a page-table page of the kernel's half is free (e37d5a2d60a3).
     *
     * @return true from 6.18.7 on
     */
    boolean tellsOfKernelTables();

    /**
     * What open answers when the bind fails.
     *
     * @param cause what the bind answered, with ENOSPC for want of a PASID on every kernel
     * @return the errno that reaches the process
     */
    Errno bindFailure(Errno cause);
}
