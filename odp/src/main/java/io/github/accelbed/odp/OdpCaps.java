package io.github.accelbed.odp;

import java.util.EnumSet;
import java.util.Set;

/**
 * What an adapter says of on-demand paging ({@code struct ib_odp_caps}, {@code mlx5_ib_internal_fill_odp_caps}).
 *
 * @param odp page faults, and a usable UMR to answer them
 * @param fixedBufferSize needed for implicit regions
 * @param nullMkey needed for implicit regions
 * @param umrExtendedTranslationOffset needed for implicit regions
 * @param indirectMkeyUmr whether UMR of indirect keys is not switched off; needed for implicit regions
 */
public record OdpCaps(
        boolean odp,
        boolean fixedBufferSize,
        boolean nullMkey,
        boolean umrExtendedTranslationOffset,
        boolean indirectMkeyUmr) {

    /** The transports of a queue pair. */
    public enum Transport {
        /** Unreliable datagram. */
        UD,
        /** Reliable connection. */
        RC,
        /** Extended reliable connection. */
        XRC,
        /** Unreliable connection. */
        UC
    }

    /** What a queue pair may do with pageable memory. */
    public enum Verb {
        /** Send. */
        SEND,
        /** Receive. */
        RECV,
        /** RDMA write. */
        WRITE,
        /** RDMA read. */
        READ,
        /** Atomics. */
        ATOMIC,
        /** Receive from a shared receive queue. */
        SRQ_RECV
    }

    /**
     * An adapter with everything.
     *
     * @return as a ConnectX-4 or newer
     */
    public static OdpCaps all() {
        return new OdpCaps(true, true, true, true, true);
    }

    /**
     * An adapter without page faults.
     *
     * @return nothing
     */
    public static OdpCaps none() {
        return new OdpCaps(false, false, false, false, false);
    }

    /**
     * {@code IB_ODP_SUPPORT_IMPLICIT}.
     *
     * @return whether a region may be the whole address space
     */
    public boolean implicit() {
        return odp && fixedBufferSize && nullMkey && umrExtendedTranslationOffset && indirectMkeyUmr;
    }

    /**
     * What is reported for a transport, firmware with every bit set. A UD queue pair receives into pinned memory only.
     *
     * @param transport which
     * @param rules the running kernel's; a fault on a shared receive queue was refused at first
     * @return the verbs, none for UC
     */
    public Set<Verb> verbs(Transport transport, RdmaRules rules) {
        if (!odp || transport == Transport.UC) {
            return Set.of();
        }
        EnumSet<Verb> verbs = transport == Transport.UD ? EnumSet.of(Verb.SEND) : EnumSet.allOf(Verb.class);
        verbs.remove(Verb.SRQ_RECV);
        if (rules.faultsOnSharedReceiveQueues()) {
            verbs.add(Verb.SRQ_RECV);
        }
        return verbs;
    }
}
