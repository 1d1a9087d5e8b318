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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fault of an SVA device: event, {@code iommu_sva_handle_mm} in a kernel worker, and the response. A dying mm, a hole or a missing
 * right answers INVALID, which aborts the transaction; else it is retried. The rows differ in how the fault comes and goes, which is the
 * program: a stalled transaction with its RESUME command (SMMUv3), a page request of PCIe with its response, CAPI's own interrupt.
 *
 * <p>Left out: the bound on parked transactions, and groups of more than one page request, so the last request is every one.
 */
public final class IoPageFault extends Operation<IoPageFault> {
    /** SMMUv3: the transaction is parked, the CPU fault is in the price. */
    private static final Program<IoPageFault> STALL =
            steps("iommu_sva_handle_mm", "EVTQ record, stall", Cost.SMMU_STALL_FAULT, "CMDQ RESUME");

    /**
     * The steps of a fault that comes in another way.
     *
     * @param name the handler
     * @param event how the kernel hears of it
     * @param price what the whole costs, the CPU fault excepted where it is not in the figure
     * @param response how the device hears of the outcome
     * @return the program
     */
    public static Program<IoPageFault> steps(String name, String event, Cost price, String response) {
        return Program.<IoPageFault>of(name)
                .fault()
                .iommu(event, price, (o, a) -> Flow.NEXT)
                .kernel("mmget_not_zero, mmap_read_lock", Cost.INCLUDED, (o, a) -> o.lock(a))
                .waits()
                .kernel("handle_mm_fault", Cost.INCLUDED, (o, a) -> o.fault(a))
                .returned((o, a) -> o.handled(a))
                .kernel("mmap_read_unlock, mmput", Cost.INCLUDED, (o, a) -> o.unlock(a))
                .iommu(response, Cost.INCLUDED, (o, a) -> Flow.DONE)
                .build();
    }

    private final Cpu cpu;
    private @Nullable MmStruct mm;
    private long vpn;
    private boolean write;

    /**
     * A reusable fault of a stalled transaction.
     *
     * @param cpu the worker that handles it
     */
    public IoPageFault(Cpu cpu) {
        this(cpu, STALL);
    }

    /**
     * A reusable fault.
     *
     * @param cpu the worker that handles it
     * @param program one of {@link #steps}
     */
    public IoPageFault(Cpu cpu, Program<IoPageFault> program) {
        super(program);
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

    private MmStruct space() {
        return Objects.requireNonNull(mm, "not prepared");
    }

    private int lock(Actor actor) {
        if (!space().alive()) {
            return fail(Errno.EFAULT);
        }
        return downRead(actor, space().mmapLock());
    }

    private int fault(Actor actor) {
        Vma vma = space().findVma(vpn);
        boolean answered = cpu.mm().notifierRules().answersIoPageFaults();
        if (!answered || vma == null || vma.is(Vma.PFNMAP) || !vma.allows(write)) {
            answer(Errno.EFAULT);
        } else {
            actor.call(cpu.handleMmFault(space(), vma, vpn, write ? HandleMmFault.WRITE : 0));
        }
        return Flow.NEXT;
    }

    private int handled(Actor actor) {
        answer(actor.returned().ok() ? Errno.OK : Errno.EFAULT);
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        space().mmapLock().unlockShared(actor);
        return Flow.NEXT;
    }
}
