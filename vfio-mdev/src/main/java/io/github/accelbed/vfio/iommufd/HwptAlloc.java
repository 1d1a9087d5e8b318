package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.Valued;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code IOMMU_HWPT_ALLOC}, and what attaching to an IOAS does by itself: a page table that shows all of an IOAS, so everything mapped there
 * is pinned now. ENOENT for an unknown id, EINVAL if it is no IOAS (UNVERIFIED), EFAULT if the memory is gone. Left out: fault queues.
 */
final class HwptAlloc extends AccessOperation<HwptAlloc> implements Valued {
    private static final Program<HwptAlloc> STEPS = Program.<HwptAlloc>of("IOMMU_HWPT_ALLOC")
            .cpu("iommufd_hwpt_paging_alloc", Cost.INCLUDED, (o, a) -> o.alloc(a))
            .waits()
            .undo("iopt_unfill_domain", Cost.INCLUDED, (o, a) -> o.fillings.emptyLast(a))
            .returned((o, a) -> o.fillings.emptyLast(a))
            .undo("iommu_domain_free", Cost.INCLUDED, (o, a) -> o.free())
            .cpu("iopt_table_add_domain", Cost.INCLUDED, (o, a) -> o.fill(a))
            .returned((o, a) -> o.filled(a))
            .build();

    private final IommufdDriver driver;
    private final IommufdContext context;
    private final int id;
    private final boolean pasidCompatible;
    private final boolean automatic;
    private final Fillings fillings;
    private @Nullable Hwpt hwpt;

    /**
     * A call.
     *
     * @param id which IOAS
     * @param pasidCompatible {@code IOMMU_HWPT_ALLOC_PASID}
     * @param automatic whether it is for an attach only
     */
    HwptAlloc(
            IommufdDriver driver, Cpu cpu, IommufdContext context, int id, boolean pasidCompatible, boolean automatic) {
        super(STEPS);
        this.driver = driver;
        this.context = context;
        this.id = id;
        this.pasidCompatible = pasidCompatible;
        this.automatic = automatic;
        fillings = new Fillings(driver, cpu);
    }

    /** The new table, or null unless the answer is OK. */
    @Nullable
    Hwpt hwpt() {
        return result().ok() ? hwpt : null;
    }

    /** Its id. */
    @Override
    public String value() {
        return Integer.toString(made().id());
    }

    private int alloc(Actor actor) {
        IommufdObject object = context.find(id);
        if (!(object instanceof Ioas ioas)) {
            return fail(object == null ? Errno.ENOENT : Errno.EINVAL);
        }
        if (!ioas.lock().lock(actor)) {
            return Flow.BLOCKED;
        }
        Kernel kernel = driver.kernel();
        IommuDomain domain =
                kernel.fails(Allocation.SLAB) ? null : kernel.iommu().allocDomain();
        if (domain == null) {
            return fail(Errno.ENOMEM);
        }
        Hwpt made = new Hwpt(ioas, domain, pasidCompatible, automatic);
        ioas.areas().forEach(area -> fillings.add(area, made));
        hwpt = made;
        return Flow.NEXT;
    }

    private Hwpt made() {
        return Objects.requireNonNull(hwpt, "not allocated");
    }

    private int fill(Actor actor) {
        if (fillings.fillNext(actor)) {
            return Flow.NEXT;
        }
        Ioas ioas = made().ioas();
        ioas.domains().add(made());
        ioas.use();
        context.add(made());
        ioas.lock().unlock(actor);
        return Flow.DONE;
    }

    private int filled(Actor actor) {
        if (!actor.returned().ok()) {
            return fail(actor.returned());
        }
        fillings.filledOne();
        return fill(actor);
    }

    private int free() {
        driver.kernel().iommu().freeDomain(made().domain());
        return Flow.NEXT;
    }
}
