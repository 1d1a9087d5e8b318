package io.github.accelbed.vfio.row;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.vfio.CloseFiles;
import io.github.accelbed.vfio.Container;
import io.github.accelbed.vfio.UnmapDma;
import io.github.accelbed.vfio.VfioDriver;
import io.github.accelbed.vfio.VfioGroup;
import java.util.ArrayList;
import java.util.List;

/**
 * Closing a queue: raw, its own descriptor only, so the queue stops but its group keeps the mappings; else device, group and container in
 * this order. What other queues of the process share stays open. VFIO's client unmaps nothing by hand, the last group's leave does it;
 * WarpDrive's library did it with one UNMAP_DMA before the last of its queues went.
 */
final class CloseVfio extends AccessOperation<CloseVfio> {
    private static final Program<CloseVfio> STEPS = Program.<CloseVfio>of("close queue")
            .userSpace()
            .cpu("unmap by hand", Cost.INCLUDED, (o, a) -> o.unmap(a))
            .cpu("close", Cost.INCLUDED, (o, a) -> o.close(a))
            .build();

    private final VfioDriver driver;
    private final VfioRow row;
    private final Task task;
    private final VfioQueue queue;
    private final boolean raw;
    private List<OpenFile> files = List.of();

    /**
     * A closing.
     *
     * @param task whose descriptors
     * @param raw true for its own descriptor only
     */
    CloseVfio(VfioDriver driver, VfioRow row, Task task, VfioQueue queue, boolean raw) {
        super(STEPS);
        this.driver = driver;
        this.row = row;
        this.task = task;
        this.queue = queue;
        this.raw = raw;
    }

    private int unmap(Actor actor) {
        files = raw ? List.of(queue.file()) : toClose();
        files = files.stream().filter(task.files()::holds).toList();
        if (files.isEmpty()) {
            return fail(Errno.EBADF);
        }
        Container container = queue.container();
        if (!row.libraryContainer()
                || container == null
                || container.iommu() == null
                || !files.contains(container.file())) {
            return Flow.PASS;
        }
        actor.call(new UnmapDma(driver, task, container, 0, PageTable.PAGES));
        return Flow.NEXT;
    }

    private int close(Actor actor) {
        actor.call(new CloseFiles(task, files));
        return Flow.DONE;
    }

    private List<OpenFile> toClose() {
        List<OpenFile> all = new ArrayList<>(List.of(queue.file()));
        if (otherQueueOfTheMdev()) {
            return all;
        }
        VfioGroup group = VfioDriver.group(queue.mdev());
        if (row.queuesByIoctl()) {
            all.addAll(group.deviceFiles());
        }
        all.add(queue.groupFile());
        Container container = queue.container();
        if (container != null && all.stream().anyMatch(task.files()::holds) && !shared(container)) {
            all.add(container.file());
        }
        return all.stream().distinct().toList();
    }

    private boolean otherQueueOfTheMdev() {
        return driver.grants().stream()
                .anyMatch(grant -> grant.mdev() == queue.mdev()
                        && grant.file() != queue.file()
                        && task.files().holds(grant.file()));
    }

    private boolean shared(Container container) {
        for (VfioGroup group : container.groups()) {
            OpenFile file = group.groupFile();
            if (file != null && file != queue.groupFile() && task.files().holds(file)) {
                return true;
            }
        }
        return false;
    }
}
