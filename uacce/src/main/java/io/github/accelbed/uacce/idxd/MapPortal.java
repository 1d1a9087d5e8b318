package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code idxd_cdev_mmap}: the client's page of the queue's portal, not copied by fork. EPERM for another address space than the
 * opener's and, from 6.10 on, without CAP_SYS_RAWIO on a device with the erratum; EINVAL for more than a page.
 */
final class MapPortal extends AccessOperation<MapPortal> {
    private static final Program<MapPortal> STEPS = Program.<MapPortal>of("mmap portal")
            .cpu("idxd_cdev_mmap", Cost.INCLUDED, (o, a) -> o.check())
            .calls("vm_mmap_pgoff", Cost.INCLUDED, o -> o.mmap)
            .build();

    private final IdxdDriver driver;
    private final Task task;
    private final IdxdClient client;
    private final long pages;
    private final Mmap mmap;

    MapPortal(IdxdDriver driver, Task task, IdxdClient client, long pages) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.client = client;
        this.pages = pages;
        int flags = Vma.READ | Vma.WRITE | Vma.SHARED | Vma.PFNMAP | Vma.DONTCOPY;
        mmap = new Mmap(task.cpu(), task.mm(), client.portal(), pages, flags, null, client.file());
    }

    private boolean guarded() {
        return driver.rules().guardsPortal() && client.wq().device().portalGuarded();
    }

    private int check() {
        task.countSyscalls(1);
        if (!task.files().holds(client.file())) {
            answer(Errno.EBADF);
        } else if (guarded() || driver.foreign(task, client)) {
            answer(Errno.EPERM);
        } else if (pages > 1) {
            answer(Errno.EINVAL);
        }
        return result().ok() ? Flow.NEXT : Flow.DONE;
    }
}
