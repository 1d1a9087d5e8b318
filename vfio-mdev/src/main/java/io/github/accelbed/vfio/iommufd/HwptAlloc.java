package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code IOMMU_HWPT_ALLOC}, and what attaching to an IOAS does by itself: a page table that shows all of an IOAS, so everything mapped there
 * is pinned now. EOPNOTSUPP for an unknown flag, ENOENT for an unknown id or fault queue, EINVAL if it is no IOAS (UNVERIFIED), EFAULT if the memory is gone.
 */
final class HwptAlloc extends AccessOperation<HwptAlloc> {
    /** {@code IOMMU_HWPT_FAULT_ID_VALID}. */
    static final int FAULT_ID_VALID = 1 << 2;

    private static final Program<HwptAlloc> STEPS = Program.<HwptAlloc>of("IOMMU_HWPT_ALLOC")
            .cpu("iommufd_hwpt_paging_alloc", Cost.INCLUDED, (o, a) -> o.alloc(a))
            .cpu("iopt_table_add_domain", Cost.INCLUDED, (o, a) -> o.fill(a))
            .build();

    private final IommufdDriver driver;
    private final Cpu cpu;
    private final IommufdContext context;
    private final int id;
    private final boolean pasidCompatible;
    private final boolean automatic;
    private final int flags;
    private final int faultId;
    private final Deque<IoptArea> left = new ArrayDeque<>();
    private final List<IoptArea> filled = new ArrayList<>();
    private @Nullable IoptArea filling;
    private @Nullable PinAndMap pin;
    private @Nullable Hwpt hwpt;
    private @Nullable Actor holder;

    /**
     * A call.
     *
     * @param driver iommufd
     * @param cpu where it runs
     * @param context where
     * @param id which IOAS
     * @param pasidCompatible {@code IOMMU_HWPT_ALLOC_PASID}
     * @param automatic whether it is for an attach only
     */
    HwptAlloc(
            IommufdDriver driver, Cpu cpu, IommufdContext context, int id, boolean pasidCompatible, boolean automatic) {
        this(driver, cpu, context, id, pasidCompatible, automatic, 0, 0);
    }

    /**
     * A call with more arguments.
     *
     * @param driver iommufd
     * @param cpu where it runs
     * @param context where
     * @param id which IOAS
     * @param pasidCompatible {@code IOMMU_HWPT_ALLOC_PASID}
     * @param automatic whether it is for an attach only
     * @param flags {@link #FAULT_ID_VALID} and such as nobody knows
     * @param faultId a fault queue, if the flag says so
     */
    HwptAlloc(
            IommufdDriver driver,
            Cpu cpu,
            IommufdContext context,
            int id,
            boolean pasidCompatible,
            boolean automatic,
            int flags,
            int faultId) {
        super(STEPS);
        this.flags = flags;
        this.faultId = faultId;
        this.driver = driver;
        this.cpu = cpu;
        this.context = context;
        this.id = id;
        this.pasidCompatible = pasidCompatible;
        this.automatic = automatic;
    }

    /** The new table, or null unless the answer is OK. */
    @Nullable
    Hwpt hwpt() {
        return result().ok() ? hwpt : null;
    }

    private int alloc(Actor actor) {
        if ((flags & ~FAULT_ID_VALID) != 0) {
            answer(Errno.EOPNOTSUPP);
            return Flow.DONE;
        }
        if ((flags & FAULT_ID_VALID) != 0 && !(context.find(faultId) instanceof FaultQueue)) {
            answer(Errno.ENOENT);
            return Flow.DONE;
        }
        IommufdObject object = context.find(id);
        if (!(object instanceof Ioas ioas)) {
            answer(object == null ? Errno.ENOENT : Errno.EINVAL);
            return Flow.DONE;
        }
        if (!ioas.lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        Kernel kernel = driver.kernel();
        IommuDomain domain =
                kernel.fails(Allocation.SLAB) ? null : kernel.iommu().allocDomain();
        if (domain == null) {
            answer(Errno.ENOMEM);
            ioas.lock().unlock(actor);
            return Flow.DONE;
        }
        holder = actor;
        hwpt = new Hwpt(ioas, domain, pasidCompatible, automatic);
        left.addAll(ioas.areas());
        return Flow.NEXT;
    }

    private int fill(Actor actor) {
        if (hwpt == null) {
            throw new IllegalStateException("not allocated");
        }
        if (pin != null && filling != null) {
            if (!pin.result().ok()) {
                answer(pin.result());
                undo(hwpt);
                return end(actor, hwpt);
            }
            filled.add(filling);
        }
        filling = left.poll();
        if (filling == null) {
            hwpt.ioas().domains().add(hwpt);
            hwpt.ioas().use();
            context.add(hwpt);
            return end(actor, hwpt);
        }
        pin = new PinAndMap(driver, cpu, context, filling, hwpt);
        actor.call(pin);
        return Flow.AGAIN;
    }

    private void undo(Hwpt table) {
        filled.forEach(area -> UnmapAndUnpin.now(driver, area, table));
        filled.clear();
        driver.kernel().iommu().freeDomain(table.domain());
    }

    private int end(Actor actor, Hwpt table) {
        table.ioas().lock().unlock(actor);
        holder = null;
        return Flow.DONE;
    }

    @Override
    protected void abandoned() {
        if (holder != null && hwpt != null) {
            if (pin != null
                    && filling != null
                    && hwpt.domain().table().nextMapped(filling.start(), filling.end()) >= 0) {
                filled.add(filling);
            }
            undo(hwpt);
            hwpt.ioas().lock().unlock(holder);
            holder = null;
        }
    }
}
