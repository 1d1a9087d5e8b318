package io.github.accelbed.model.iommu;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.HandleMmFault;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * A stalled transaction of an SVA device: event, {@code iommu_sva_handle_mm} in a kernel worker, and the RESUME command. A dying mm,
 * a hole or a missing right answers INVALID, which aborts the transaction; else it is retried.
 *
 * <p>Left out: the bound on parked transactions, page request groups of PRI.
 */
public final class IoPageFault extends Operation<IoPageFault> {
    private static final Program<IoPageFault> STEPS = Program.<IoPageFault>of("iommu_sva_handle_mm")
            .iommu("EVTQ record, stall", Cost.SMMU_STALL_FAULT, (o, a) -> Flow.NEXT)
            .kernel("mmget_not_zero, mmap_read_lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .kernel("handle_mm_fault", Cost.INCLUDED, (o, a) -> o.fault(a))
            .kernel("mmap_read_unlock, mmput", Cost.INCLUDED, (o, a) -> o.unlock())
            .iommu("CMDQ RESUME", Cost.INCLUDED, (o, a) -> Flow.DONE)
            .build();

    private final Cpu cpu;
    private @Nullable MmStruct mm;
    private long vpn;
    private boolean write;
    private boolean called;
    private Errno result = Errno.OK;

    /**
     * A reusable fault.
     *
     * @param cpu the worker that handles it
     */
    public IoPageFault(Cpu cpu) {
        super(STEPS);
        this.cpu = cpu;
    }

    /**
     * Sets up a fault.
     *
     * @param space the bound address space
     * @param page the page
     * @param forWrite true for a write
     * @return this
     */
    public IoPageFault at(MmStruct space, long page, boolean forWrite) {
        mm = space;
        vpn = page;
        write = forWrite;
        return this;
    }

    /**
     * The response.
     *
     * @return OK for SUCCESS (retry), EFAULT for INVALID (abort)
     */
    public Errno result() {
        return result;
    }

    @Override
    protected void begin() {
        result = Errno.OK;
        called = false;
    }

    private MmStruct space() {
        if (mm == null) {
            throw new IllegalStateException("not prepared");
        }
        return mm;
    }

    private int lock(Actor actor) {
        if (!space().alive()) {
            result = Errno.EFAULT;
            return Flow.DONE;
        }
        return space().mmapLock().lockShared(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    private int fault(Actor actor) {
        Vma vma = space().findVma(vpn);
        if (vma == null || vma.is(Vma.PFNMAP) || !vma.allows(write)) {
            result = Errno.EFAULT;
        } else {
            called = true;
            actor.call(cpu.handleMmFault(space(), vma, vpn, write ? HandleMmFault.WRITE : 0));
        }
        return Flow.NEXT;
    }

    private int unlock() {
        space().mmapLock().unlockShared();
        if (called && !cpu.handleMmFaultResult().ok()) {
            result = Errno.EFAULT;
        }
        return Flow.NEXT;
    }
}
