package io.github.accelbed.odp;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.process.Task;
import java.util.List;

/**
 * The calls of libibverbs that a scenario has no step for, on any RDMA row: regions of every kind on one queue, prefetch, and the
 * preparation for fork.
 */
public final class Verbs {

    /** {@code enum ibv_fork_status}. */
    public enum ForkStatus {
        /** Registered memory is inherited by children. */
        DISABLED,
        /** Pinned registrations are left out of children. */
        ENABLED,
        /** The kernel copies pinned pages at fork. */
        UNNEEDED
    }

    /** {@code IBV_ADVISE_MR_ADVICE_PREFETCH}: entries for reading. */
    public static final int PREFETCH = 0;

    /** {@code IBV_ADVISE_MR_ADVICE_PREFETCH_WRITE}: entries for writing. */
    public static final int PREFETCH_WRITE = 1;

    /** {@code IBV_ADVISE_MR_ADVICE_PREFETCH_NO_FAULT}: entries for what is there already. */
    public static final int PREFETCH_NO_FAULT = 2;

    /**
     * A part of a region, {@code struct ibv_sge}.
     *
     * @param lkey the region's key
     * @param page first page
     * @param pages how many, at least 1
     */
    public record Sge(int lkey, long page, long pages) {}

    private final RdmaAccess access;

    private Verbs(RdmaAccess access) {
        this.access = access;
    }

    /**
     * The calls on a row.
     *
     * @param row the state of an RDMA row
     * @return its library
     * @throws IllegalArgumentException if the row is none of RDMA
     */
    public static Verbs of(Access row) {
        if (row instanceof RdmaAccess rdma) {
            return new Verbs(rdma);
        }
        throw new IllegalArgumentException("no RDMA row");
    }

    /**
     * {@code ibv_reg_mr_iova2}. The newest registration of an address is the one that a queue's job uses.
     *
     * @param task whose memory
     * @param queue in whose protection domain
     * @param request range and flags
     * @return the operation
     */
    public AccessOperation<?> regMr(Task task, AccessQueue queue, MrRequest request) {
        return new RegisterMemory(task, access.own(queue), request);
    }

    /**
     * The key that jobs of a queue use for an address.
     *
     * @param queue the queue
     * @param page the address
     * @return the lkey
     * @throws IllegalArgumentException if nothing is registered there
     */
    public int lkey(AccessQueue queue, long page) {
        MemoryRegion region = access.own(queue).region(page);
        if (region == null) {
            throw new IllegalArgumentException("page " + page + " is not registered");
        }
        return region.lkey();
    }

    /**
     * {@code ibv_alloc_mw}: a key that is no region's.
     *
     * @param queue in whose protection domain
     * @return the key
     */
    public int allocMw(AccessQueue queue) {
        return access.newWindow(access.own(queue).context());
    }

    /**
     * {@code ibv_advise_mr}.
     *
     * @param task who calls
     * @param queue in whose protection domain
     * @param advice such as {@link #PREFETCH}
     * @param flush whether the call waits and tells errors of the work itself
     * @param parts what to prefetch
     * @return the operation
     */
    public AccessOperation<?> adviseMr(Task task, AccessQueue queue, int advice, boolean flush, List<Sge> parts) {
        return new AdviseMr(task, access.own(queue), advice, flush, parts);
    }

    /**
     * {@code ibv_fork_init}: from now on memory of pinned registrations is MADV_DONTFORK. It answers EINVAL after a registration or a queue
     * was made without it.
     *
     * @param task whose library
     * @return the operation
     */
    public AccessOperation<?> forkInit(Task task) {
        return new ForkInit(task, access);
    }

    /**
     * {@code ibv_is_fork_initialized}.
     *
     * @param task whose library
     * @return UNNEEDED wherever the kernel tells so, whatever was called
     */
    public ForkStatus forkStatus(Task task) {
        if (access.rules().tellsCopyOnFork()) {
            return ForkStatus.UNNEEDED;
        }
        return access.forkSupport(task).enabled() ? ForkStatus.ENABLED : ForkStatus.DISABLED;
    }

    /**
     * {@code ibv_query_device_ex}, of on-demand paging.
     *
     * @param device which
     * @return everything, unless {@link #setCaps} said otherwise
     */
    public OdpCaps caps(Device device) {
        return access.caps(device);
    }

    /**
     * Makes a device a lesser one.
     *
     * @param device which
     * @param caps what it can do
     */
    public void setCaps(Device device, OdpCaps caps) {
        access.setCaps(device, caps);
    }
}
