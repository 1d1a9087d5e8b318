package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.step.Program;

/** What an era's ib_core and mlx5_ib do differently. */
public interface RdmaRules {
    /**
     * The rules of a kernel.
     *
     * @param version the release
     * @return its rules
     */
    static RdmaRules of(KernelVersion version) {
        return new MainlineRdmaRules(version);
    }

    /**
     * What registration of a range beyond the address space answers.
     *
     * @return EINVAL, from 5.5 on EOVERFLOW (the first kernel is UNVERIFIED)
     */
    Errno rangeOverflow();

    /**
     * What registration of an on-demand region answers on an adapter that does not serve such regions ({@code ib_check_mr_access}, before in
     * {@code ib_uverbs_reg_mr}).
     *
     * @return EINVAL, from 6.2 on EOPNOTSUPP (EINVAL in 6.0.1 and measured on 6.1.176, EOPNOTSUPP in 6.2.12 and measured on 6.12.117)
     */
    Errno withoutOnDemand();

    /**
     * What a registration answers whose protection domain somebody has destroyed ({@code uobj_get_obj_read}).
     *
     * @return EINVAL, from 6.15 on ENOENT (81f8f7454ad9; ENOENT measured on 6.18.15, and on 6.1.176 and 6.12.117, which have it as a backport)
     */
    Errno withoutProtectionDomain();

    /**
     * What {@code ib_umem_get} asks of get_user_pages beside FOLL_LONGTERM. Up to 6.1 it always asks for write, with FOLL_FORCE if the region
     * is only for reading, so that copy-on-write is broken even then (that 6.2 ended this is UNVERIFIED).
     *
     * @param writable whether the region has local or remote write
     * @return flags of {@link io.github.accelbed.model.mm.GetUserPages}
     */
    int pinnedRegionFlags(boolean writable);

    /**
     * Whether {@code ib_umem_get} pins with {@code pin_user_pages_fast}, so without mmap_lock where the pages are present; 5.6 on (the newest
     * kernels do; the first one is UNVERIFIED).
     *
     * @return false where it takes mmap_lock for each batch
     */
    boolean pinsFast();

    /**
     * Whether fork copies pinned pages for the child, so that a program needs no MADV_DONTFORK; told by the netlink attribute
     * COPY_ON_FORK. Ordinary pages are copied from 5.9 on, huge pages and the attribute came with 5.12.
     *
     * @return true from 5.12
     */
    boolean tellsCopyOnFork();

    /**
     * Whether a region of huge pages is refused at registration if its area has none; later its faults fail.
     *
     * @return false from 5.10, where HMM tells the size of a page (the first kernel is UNVERIFIED)
     */
    boolean checksHugetlbAtRegistration();

    /**
     * How many kinds of advice {@code advise_mr} knows, counted from {@link Verbs#PREFETCH}.
     *
     * @return 0 before 5.0, 2, and 3 from 5.10 (that NO_FAULT came with 5.10 is UNVERIFIED)
     */
    int advices();

    /**
     * What a prefetch for writing of a read-only region answers.
     *
     * @return EINVAL, later EPERM (from 5.1, the first kernel is UNVERIFIED)
     */
    Errno prefetchWriteOfReadOnly();

    /**
     * Whether a fault on a shared receive queue is served.
     *
     * @return false up to 5.0 (the first kernel that does is UNVERIFIED)
     */
    boolean faultsOnSharedReceiveQueues();

    /**
     * Whether registration enters the pages that the CPU maps already, in {@code mlx5_ib_init_odp_mr}, so that the device's first access to one does not
     * fault. Before, {@code mlx5_ib_reg_user_mr} writes an empty table (MLX5_IB_UPD_XLT_ZAP).
     *
     * @return true from 5.10 (a03bfc37d59d)
     */
    boolean entersPresentPagesAtRegistration();

    /**
     * Whether a device fault discards what it found if an invalidation came in between; only an ablation says no.
     *
     * @return true on every kernel
     */
    boolean retriesAfterInvalidation();

    /**
     * Whether a range of pages is mapped as a whole or not at all, as {@code hmm_range_fault} does. {@code get_user_pages} answers with the pages before
     * one that cannot be had; they are entered, and the fault fails for the others.
     *
     * @return true from 5.10
     */
    boolean mapsAllOrNone();

    /**
     * Whether {@code mlx5_ib_rereg_user_mr} with new rights gives the pages back and pins them anew, up to 5.10, and refuses an on-demand region with
     * EOPNOTSUPP. Since, only the key's rights change, by a write of the adapter's table (6e0954b11c05 and its series).
     *
     * @return false from 5.11
     */
    boolean reregistrationPinsAnew();

    /**
     * Whether a region registered for reading cannot be re-registered for writing ({@code ib_umem_check_rereg}, badad6fad60d, CVE-2026-52908): its pages were
     * never made the process's own.
     *
     * @return true from 7.1; stable trees have it from 6.6.143, 6.12.94, 6.18.36 and 7.0.13
     */
    boolean checksReregistration();

    /**
     * Whether the queue by which the driver writes the adapter's tables is brought back after an error.
     *
     * @return true from 6.0 (158e71bb69e3, the release by reckoning)
     */
    boolean recoversUmrQueue();

    /**
     * Whether a touch of registers whose device has gone finds a page that nobody reads (67f269b37f9b, 5.1; stable 5.0.11), and not a SIGBUS.
     *
     * @return true if programs need not catch a signal
     */
    boolean backsZappedRegisters();

    /**
     * The steps of the end of an on-demand region.
     *
     * @return with the mutex around the revocation, but from 5.13 to 6.13; stable trees have that from 6.1.191 and 6.12.14
     */
    Program<DestroyOdpRegion> destroyOdpRegion();

    /**
     * The steps of an invalidation of one region.
     *
     * @return the era's names
     */
    Program<InvalidateMirror> invalidateMirror();

    /**
     * The steps that find the pages of a range.
     *
     * @return the era's names
     */
    Program<MapDmaAndLock> mapDmaAndLock();
}
