package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.mdev.Mdev;

/**
 * {@code BIND_PASID} of WarpDrive V2 (sdmdev, September 2018), with which its SVA mode starts a queue: the process has its address space bound
 * and is told the PASID, and passes that number to the driver, which refuses with EINVAL one whose mm is not {@code current->mm}.
 * Claim 000-9 needs it.
 *
 * <p>Verified in the facts: the call, that user space sees the PASID, the check and its errno. UNVERIFIED: by which call the process is told
 * (one call of its own here, at the first bind of each address space), EBUSY for a queue that is bound already, EINVAL for a number that is no
 * process's, EBADF without the device's descriptor. Left out: an unbind by call; the bind ends with the device's last descriptor.
 */
public final class BindPasid extends AccessOperation<BindPasid> {
    private static final Program<BindPasid> STEPS = Program.<BindPasid>of("BIND_PASID")
            .cpu("iommu_sva_bind_device, PASID to the program", Cost.SYSCALL, (o, a) -> o.show())
            .cpu("BIND_PASID", Cost.SYSCALL, (o, a) -> o.bind())
            .build();

    private final VfioDriver driver;
    private final Task task;
    private final OpenFile file;
    private final Mdev mdev;
    private final Task whose;
    private int pasid;

    /**
     * A call.
     *
     * @param driver VFIO
     * @param task who calls
     * @param file on which descriptor
     * @param mdev whose descriptor that is
     * @param whose the process whose PASID is passed
     */
    public BindPasid(VfioDriver driver, Task task, OpenFile file, Mdev mdev, Task whose) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.file = file;
        this.mdev = mdev;
        this.whose = whose;
    }

    private int show() {
        if (!task.files().holds(file) || !VfioDriver.group(mdev).inUse()) {
            task.countSyscalls(1);
            answer(Errno.EBADF);
            return Flow.DONE;
        }
        MmStruct named = whose.mm();
        if (whose == task && !driver.shownPasids().containsKey(named)) {
            task.countSyscalls(1);
            Iommu iommu = driver.kernel().iommu();
            answer(iommu.mayBind(named, mdev.parent().device().maxPasids()));
            SvaBinding shown = result().ok() ? iommu.svaBind(named) : null;
            if (shown == null) {
                answer(result().ok() ? Errno.ENOSPC : result());
                return Flow.DONE;
            }
            driver.shownPasids().put(named, shown.pasid());
            // The number stays the address space's until that is destroyed, bound or not.
            shown.unbind();
        }
        pasid = driver.shownPasids().getOrDefault(named, 0);
        return Flow.NEXT;
    }

    private int bind() {
        task.countSyscalls(1);
        MmStruct named = whose.mm();
        VfioGroup group = VfioDriver.group(mdev);
        if (pasid == 0 || !named.alive() || (driver.sdmdevRules().checksPasid() && named != task.mm())) {
            answer(Errno.EINVAL);
        } else if (group.binding() != null) {
            answer(Errno.EBUSY);
        } else {
            SvaBinding binding = driver.kernel().iommu().svaBind(named);
            answer(binding == null ? Errno.ENOSPC : Errno.OK);
            if (binding != null) {
                group.bind(binding, task.mm());
            }
        }
        return Flow.DONE;
    }
}
