package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;

/**
 * rdma_rxe (drivers/infiniband/sw/rxe), an adapter in software: the responder copies packets to and from pages on a CPU. Measured on 5.10.223, 6.1.176,
 * 6.12.117, 6.16.12 to 6.18.15, 7.2.13 and 7.3.4.
 *
 * <p>Left out: packets that are lost, and prices of its own.
 *
 * @param version the release
 * @param core what ib_core does
 */
record SoftRoceRules(KernelVersion version, RdmaRules core) implements AdapterRules {
    /** {@code rxe_odp.c} came with 6.15, for explicit regions. */
    @Override
    public OdpCaps caps() {
        return version.since(6, 15) ? new OdpCaps(true, false, false, false, false) : OdpCaps.none();
    }

    /** {@code rxe_odp_mr_init_user}. */
    @Override
    public Errno withoutImplicit() {
        return version.since(7, 2) ? Errno.EOPNOTSUPP : Errno.EINVAL;
    }

    /** {@code rxe_odp_mr_copy}: RXE_PAGEFAULT_RDONLY for what is sent. */
    @Override
    public boolean faultsForAccess() {
        return true;
    }

    /**
     * {@code rxe_check_pagefault} looks whether there is an entry (up to 6.15 whether it has any right), not whether it has the one that is needed: a
     * write goes through what a read has entered.
     */
    @Override
    public boolean writesThroughReadOnlyEntries() {
        return !version.since(7, 2);
    }

    @Override
    public boolean faultsWholeSegments() {
        return false;
    }

    /** {@code rxe_rereg_user_mr}, 6.5 (in the merge window's list; 6.4.6 has it not, 6.6.9 has); before, ib_uverbs has nothing to call. */
    @Override
    public Errno reregistration() {
        return version.since(6, 5) ? Errno.OK : Errno.EOPNOTSUPP;
    }

    @Override
    public boolean reregistrationPinsAnew() {
        return false;
    }

    @Override
    public boolean checksReregistration() {
        return core.checksReregistration();
    }
}
