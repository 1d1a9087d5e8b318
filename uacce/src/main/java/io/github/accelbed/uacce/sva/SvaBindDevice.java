package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code iommu_sva_bind_device} (drivers/iommu/iommu-sva-lib.c, later iommu-sva.c) with its two locks: the group's mutex, and inside it
 * mmap_lock for the notifier of a first bind ({@code mmu_notifier_get}). Left out: {@code iommu_sva_lock}, binds that x86 refuses.
 */
public final class SvaBindDevice extends Operation<SvaBindDevice> {
    private static final Program<SvaBindDevice> STEPS = Program.<SvaBindDevice>of("iommu_sva_bind_device")
            .cpu("mutex_lock(&group->mutex)", Cost.INCLUDED, (o, a) -> o.lockGroup(a))
            .cpu("mmu_notifier_get, mmap_write_lock", Cost.INCLUDED, (o, a) -> o.lockMm(a))
            .cpu("arm_smmu_sva_bind", Cost.SVA_BIND, (o, a) -> o.bind(a))
            .cpu("mutex_unlock(&group->mutex)", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final Iommu iommu;
    private final Device device;
    private final MmStruct mm;
    private boolean first;
    private @Nullable SvaBinding binding;

    /**
     * A bind.
     *
     * @param iommu the machine's
     * @param device whose transactions will carry the PASID
     * @param mm whose table they will use
     */
    public SvaBindDevice(Iommu iommu, Device device, MmStruct mm) {
        super(STEPS);
        this.iommu = iommu;
        this.device = device;
        this.mm = mm;
    }

    /**
     * The bind, with one user more.
     *
     * @return it, or null unless the answer is OK
     */
    public @Nullable SvaBinding binding() {
        return binding;
    }

    private int lockGroup(Actor actor) {
        return device.groupMutex().lock(actor) ? Flow.NEXT : Flow.BLOCKED;
    }

    private int lockMm(Actor actor) {
        first = iommu.bindings().stream().noneMatch(bound -> bound.mm() == mm);
        if (!first) {
            return Flow.NEXT;
        }
        if (!mm.mmapLock().lock(actor)) {
            return Flow.BLOCKED;
        }
        mm.mmapLock().unlock(actor);
        return Flow.NEXT;
    }

    private int bind(Actor actor) {
        actor.charge(0);
        answer(device.pageRequests() ? iommu.mayBind(mm, device.maxPasids()) : Errno.EOPNOTSUPP);
        if (result().ok()) {
            binding = iommu.svaBind(mm);
            answer(binding != null ? Errno.OK : iommu.hasPasid(mm) ? Errno.ENOMEM : Errno.ENOSPC);
            // Only a first bind sets up a context descriptor; the next ones count a user more.
            actor.charge(binding != null && binding.users() == 1 ? 1 : 0);
        }
        return Flow.NEXT;
    }

    private int unlock(Actor actor) {
        device.groupMutex().unlock(actor);
        return Flow.DONE;
    }
}
