package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_IOMMU_BIND} with VFIO_IOMMU_BIND_PROCESS, {@code vfio_iommu_type1_bind_process} of the posting of May 2018 ({@link VfioMm}): binds all
 * groups of a container to an address space, the caller's or, with VFIO_IOMMU_BIND_PID, another process's, and tells the PASID. What is
 * bound already answers the same PASID again. ESRCH for a process that has ended, EINVAL for a container without an IOMMU, and what a
 * group answers; then no group is bound.
 *
 * <p>Another's memory takes PTRACE_MODE_ATTACH_REALCREDS, which everybody has here: all processes are of one user. Left out: the reference
 * that keeps the address space alive meanwhile; one that dies before the lock is taken is ESRCH.
 */
public final class BindMm extends Type1Call<BindMm> {
    private static final Program<BindMm> STEPS = Program.<BindMm>of("VFIO_IOMMU_BIND")
            .cpu("vfio_iommu_type1_bind_process", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("mutex_lock iommu->lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .cpu("vfio_iommu_bind_group", Cost.SVA_BIND, (o, a) -> o.bind(a))
            .cpu("mutex_unlock iommu->lock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final VfioDriver driver;
    private final MmStruct mm;
    private final Consumer<VfioMm> told;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param container on which container's descriptor, or null if the queue has none
     * @param whose whose memory
     * @param told what the program does with the PASID
     */
    public BindMm(VfioDriver driver, Task task, @Nullable Container container, Task whose, Consumer<VfioMm> told) {
        super(STEPS, task, container);
        this.driver = driver;
        this.told = told;
        mm = whose.mm();
    }

    @Override
    Errno checkArguments() {
        return mm.alive() ? Errno.OK : Errno.ESRCH;
    }

    private int bind(Actor actor) {
        actor.charge(0);
        VfioMm known = iommu().mm(mm);
        if (known != null) {
            told.accept(known);
            return Flow.NEXT;
        }
        if (!mm.alive()) {
            return fail(Errno.ESRCH);
        }
        if (driver.kernel().fails(Allocation.SLAB)) {
            // vfio_mm
            return fail(Errno.ENOMEM);
        }
        VfioMm fresh = new VfioMm(driver, iommu(), mm);
        for (VfioGroup group : container().groups()) {
            Errno why = fresh.bind(group);
            if (!why.ok()) {
                fresh.unbind();
                return fail(why);
            }
        }
        iommu().mms().add(fresh);
        told.accept(fresh);
        actor.charge(1);
        return Flow.NEXT;
    }
}
