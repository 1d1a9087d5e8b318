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
     * Whether a process may register its memory on a context that another one opened, 4.20 on; before that
     * {@code ib_umem_odp_get} answers EINVAL.
     *
     * @return true from 4.20
     */
    boolean childMayRegister();

    /**
     * What registration of a range beyond the address space answers.
     *
     * @return EINVAL, from 5.5 on EOVERFLOW (the first kernel is UNVERIFIED)
     */
    Errno rangeOverflow();

    /**
     * Whether {@code mlx5_ib_init_odp_mr} enters the pages that the CPU maps already (UNVERIFIED before 5.10, whose fault path had
     * no snapshot).
     *
     * @return true on every kernel
     */
    boolean entersPresentPagesAtRegistration();

    /**
     * Whether a device fault discards what it found if an invalidation came in between; only an ablation says no.
     *
     * @return true on every kernel
     */
    boolean retriesAfterInvalidation();

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
