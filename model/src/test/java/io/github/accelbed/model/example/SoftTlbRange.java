package io.github.accelbed.model.example;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** ioctl(DECLARE) and ioctl(WITHDRAW): no page is touched, pinned or charged. */
final class SoftTlbRange extends AccessOperation<SoftTlbRange> {
    // region range
    private static final Program<SoftTlbRange> DECLARE = Program.<SoftTlbRange>of("ioctl(DECLARE)")
            .cpu("softtlb_declare", Cost.SYSCALL, (o, a) -> o.declare())
            .build();

    private static final Program<SoftTlbRange> WITHDRAW = Program.<SoftTlbRange>of("ioctl(WITHDRAW)")
            .cpu("softtlb_withdraw", Cost.SYSCALL, (o, a) -> o.withdraw())
            .build();

    private int declare() {
        answer(check());
        if (result().ok() && tlb.ranges().stream().anyMatch(r -> r.start() < end && start < r.end())) {
            answer(Errno.EEXIST);
        }
        if (result().ok()) {
            tlb.ranges().add(new SoftTlb.Range(start, end, write));
        }
        return Flow.DONE;
    }

    private int withdraw() {
        answer(check());
        if (result().ok() && tlb.ranges().removeIf(r -> start <= r.start() && r.end() <= end)) {
            tlb.drop(start, end);
        }
        return Flow.DONE;
    }
    // endregion

    private final Task task;
    private final SoftTlbQueue queue;
    private final SoftTlb tlb;
    private final long start;
    private final long end;
    private final boolean write;

    private SoftTlbRange(
            Program<SoftTlbRange> steps, Task task, SoftTlbQueue queue, long start, long pages, boolean write) {
        super(steps);
        this.task = task;
        this.queue = queue;
        tlb = queue.tlb();
        this.start = start;
        end = start + pages;
        this.write = write;
    }

    static SoftTlbRange declare(Task task, SoftTlbQueue queue, long start, long pages, boolean write) {
        return new SoftTlbRange(DECLARE, task, queue, start, pages, write);
    }

    static SoftTlbRange withdraw(Task task, SoftTlbQueue queue, long start, long pages) {
        return new SoftTlbRange(WITHDRAW, task, queue, start, pages, false);
    }

    /** A child that inherited the descriptor has another mm, and its addresses mean nothing here. */
    private Errno check() {
        task.countSyscalls(1);
        if (!task.files().holds(queue.file())) {
            return Errno.EBADF;
        }
        return task.mm() == tlb.mm() && start >= 0 && end <= PageTable.PAGES ? Errno.OK : Errno.EINVAL;
    }
}
