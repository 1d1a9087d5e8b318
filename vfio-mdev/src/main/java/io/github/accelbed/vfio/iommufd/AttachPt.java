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
            .returned((o, a) -> o.allocated(a.returned()))
            .undo("iommufd_hw_pagetable_abort_and_destroy", Cost.INCLUDED, (o, a) -> o.destroyMade(a))
            .cpu("iommufd_device_do_replace", Cost.INCLUDED, (o, a) -> o.replace(a))
            .cpu("iommufd_device_do_attach", Cost.INCLUDED, (o, a) -> o.attach())
            .build();

    private final IommufdDriver driver;
    private final Task task;
    private final Cpu cpu;
    private final VfioCdev cdev;
    private final int id;
    private final DetachPt detach;
    private final EmptyHwpt empty;
    private @Nullable Hwpt found;
    private @Nullable HwptAlloc alloc;

    /**
     * A call.
     *
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
        detach = new DetachPt(driver, cdev);
        empty = new EmptyHwpt(driver);
    }

    private int enter(Actor actor) {
        task.countSyscalls(1);
        IommufdContext context = cdev.context();
        IommufdObject object = context == null ? null : context.find(id);
        if (context == null) {
            return fail(Errno.EINVAL);
        }
        Errno why;
        if (object instanceof Hwpt hwpt) {
            why = check(hwpt.ioas(), hwpt.pasidCompatible());
            found = hwpt;
        } else if (object instanceof Ioas ioas) {
            why = check(ioas, false);
            found = ioas.domains().stream().filter(Hwpt::automatic).findFirst().orElse(null);
            if (found == null && why.ok()) {
                alloc = new HwptAlloc(driver, cpu, context, id, false, true);
                actor.call(alloc);
            }
        } else {
            why = object == null ? Errno.ENOENT : Errno.EINVAL;
        }
        return why.ok() ? Flow.NEXT : fail(why);
    }

    private int allocated(Errno answer) {
        found = alloc == null ? null : alloc.hwpt();
        return answer.ok() ? Flow.NEXT : fail(answer);
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
        if (found == cdev.hwpt()) {
            return Flow.DONE;
        }
        if (cdev.hwpt() == null) {
            return Flow.PASS;
        }
        actor.call(detach);
        return Flow.NEXT;
    }

    private int attach() {
        if (found == null) {
            throw new IllegalStateException("no page table");
        }
        int pasid = driver.kernel().iommu().allocPasid(found.domain());
        if (pasid == 0) {
            return fail(Errno.ENOSPC);
        }
        found.use();
        found.ioas().reserved().addAll(cdev.reserved());
        cdev.attach(found, pasid);
        return Flow.DONE;
    }

    /** A page table that was made for this attach goes with it. */
    private int destroyMade(Actor actor) {
        IommufdContext context = cdev.context();
        if (alloc == null || found == null || context == null) {
            return Flow.PASS;
        }
        actor.call(empty.of(context, found));
        return Flow.NEXT;
    }
}
