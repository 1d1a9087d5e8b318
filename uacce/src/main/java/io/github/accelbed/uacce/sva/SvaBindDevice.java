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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code iommu_sva_bind_device} (drivers/iommu/iommu-sva-lib.c, later iommu-sva.c) with its two locks: the group's mutex, and inside it
 * mmap_lock for the notifier of a first bind ({@code mmu_notifier_get}). Left out: {@code iommu_sva_lock}, binds that x86 refuses.
 */
public final class SvaBindDevice extends Operation<SvaBindDevice> {
    private static final Program<SvaBindDevice> STEPS = Program.<SvaBindDevice>of("iommu_sva_bind_device")
            .mutexLock("mutex_lock(&group->mutex)", o -> o.device().groupMutex())
            .cpu("mmu_notifier_get, mmap_write_lock", Cost.INCLUDED, (o, a) -> o.lockMm(a))
            .waits()
            .cpu("arm_smmu_sva_bind", Cost.SVA_BIND, (o, a) -> o.bind(a))
            .mutexUnlock("mutex_unlock(&group->mutex)", o -> o.device().groupMutex())
            .build();

    private final Iommu iommu;
    private final MmStruct mm;
    private @Nullable Device device;
    private @Nullable SvaBinding binding;

    /**
     * A bind.
     *
     * @param iommu the machine's
     * @param mm whose table a device will use
     */
    public SvaBindDevice(Iommu iommu, MmStruct mm) {
        super(STEPS);
        this.iommu = iommu;
        this.mm = mm;
    }

    /**
     * Says which device, before the call.
     *
     * @param which whose transactions will carry the PASID
     * @return this
     */
    public SvaBindDevice of(Device which) {
        device = which;
        return this;
    }

    @Override
    protected void begin() {
        binding = null;
    }

    private Device device() {
        return Objects.requireNonNull(device, "no device");
    }

    /**
     * The bind, with one user more.
     *
     * @return it, or null unless the answer is OK
     */
    public @Nullable SvaBinding binding() {
        return binding;
    }

    private int lockMm(Actor actor) {
        if (iommu.bindings().stream().anyMatch(bound -> bound.mm() == mm)) {
            return Flow.PASS;
        }
        int flow = mutexLock(actor, mm.mmapLock());
        if (flow == Flow.NEXT) {
            mm.mmapLock().unlock(actor);
        }
        return flow;
    }

    private int bind(Actor actor) {
        actor.charge(0);
        Errno may = device().pageRequests() ? iommu.mayBind(mm, device().maxPasids()) : Errno.EOPNOTSUPP;
        if (!may.ok()) {
            return fail(may);
        }
        binding = iommu.svaBind(mm);
        if (binding == null) {
            return fail(iommu.hasPasid(mm) ? Errno.ENOMEM : Errno.ENOSPC);
        }
        // Only a first bind sets up a context descriptor; the next ones count a user more.
        actor.charge(binding.users() == 1 ? 1 : 0);
        return Flow.NEXT;
    }
}
