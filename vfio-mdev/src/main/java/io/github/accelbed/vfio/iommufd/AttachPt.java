package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import org.jspecify.annotations.Nullable;

/**
 * {@code VFIO_DEVICE_ATTACH_IOMMUFD_PT}: gives a bound device an address space, that of an IOAS or of a page table made before. The parent
 * serves many mdevs with one requester id, so its driver tags each mdev's transactions with a PASID of the parent: ENOSPC if none is left.
 * Attaching again replaces.
 *
 * <p>EINVAL before BIND (UNVERIFIED), ENOENT for an unknown id, EADDRINUSE if what the device reserves is mapped, else what filling a new
 * page table answers.
 */
final class AttachPt extends AccessOperation<AttachPt> {
    private static final Program<AttachPt> STEPS = Program.<AttachPt>of("VFIO_DEVICE_ATTACH_IOMMUFD_PT")
            .cpu("vfio_df_ioctl_attach_pt", Cost.INCLUDED, (o, a) -> o.enter(a))
            .cpu("iommufd_device_do_replace", Cost.INCLUDED, (o, a) -> o.replace(a))
            .cpu("iommufd_device_do_attach", Cost.INCLUDED, (o, a) -> o.attach(a))
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final Cpu cpu;
    private final VfioCdev cdev;
    private final int id;
    private @Nullable Hwpt found;
    private @Nullable HwptAlloc alloc;

    /**
     * A call.
     *
     * @param driver iommufd
     * @param task who calls
     * @param cdev on which device
     * @param id an IOAS or a page table
     */
    AttachPt(IommufdDriver driver, Task task, VfioCdev cdev, int id) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        cpu = task.cpu();
        this.cdev = cdev;
        this.id = id;
    }

    private int enter(Actor actor) {
        task.countSyscalls(1);
        IommufdContext context = cdev.context();
        IommufdObject object = context == null ? null : context.find(id);
        if (context == null) {
            answer(Errno.EINVAL);
        } else if (object instanceof Hwpt hwpt) {
            answer(check(hwpt.ioas(), hwpt.pasidCompatible()));
            found = hwpt;
        } else if (object instanceof Ioas ioas) {
            answer(check(ioas, false));
            found = ioas.domains().stream().filter(Hwpt::automatic).findFirst().orElse(null);
            if (found == null && result().ok()) {
                alloc = new HwptAlloc(driver, cpu, context, id, false, true);
                actor.call(alloc);
            }
        } else {
            answer(object == null ? Errno.ENOENT : Errno.EINVAL);
        }
        return result().ok() ? Flow.NEXT : Flow.DONE;
    }

    private Errno check(Ioas ioas, boolean pasidCompatible) {
        if (cdev.mdev().parent().device().maxPasids() == 0) {
            return Errno.EINVAL;
        }
        if (!cdev.pasids().isEmpty() && !pasidCompatible) {
            return Errno.EINVAL;
        }
        for (ReservedRegion region : cdev.reserved()) {
            if (ioas.find(region.start(), region.end()) != null) {
                return Errno.EADDRINUSE;
            }
        }
        return Errno.OK;
    }

    private int replace(Actor actor) {
        if (alloc != null) {
            answer(alloc.result());
            found = alloc.hwpt();
        }
        if (found == null || found == cdev.hwpt()) {
            return Flow.DONE;
        }
        if (cdev.hwpt() != null) {
            actor.call(new DetachPt(driver, cdev));
        } else if (driver.kernel().iommu().pasidsInUse()
                == driver.kernel().iommu().maxPasids()) {
            return noPasid(actor, found);
        }
        return Flow.NEXT;
    }

    private int noPasid(Actor actor, Hwpt table) {
        answer(Errno.ENOSPC);
        IommufdContext context = cdev.context();
        if (alloc != null && context != null) {
            actor.call(new EmptyHwpt(driver, context, table));
        }
        return Flow.DONE;
    }

    private int attach(Actor actor) {
        if (found == null) {
            throw new IllegalStateException("no page table");
        }
        int pasid = driver.kernel().iommu().allocPasid(found.domain());
        if (pasid == 0) {
            return noPasid(actor, found);
        }
        found.use();
        found.ioas().reserved().addAll(cdev.reserved());
        cdev.attach(found, pasid);
        return Flow.DONE;
    }

    /** A page table that was made for this attach goes with it. */
    @Override
    protected void abandoned() {
        Hwpt made = alloc == null ? null : alloc.hwpt();
        IommufdContext context = cdev.context();
        if (made != null && made.users() == 0 && context != null) {
            new EmptyHwpt(driver, context, made).abandoned();
        }
    }
}
