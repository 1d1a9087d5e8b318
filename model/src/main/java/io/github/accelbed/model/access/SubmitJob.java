package io.github.accelbed.model.access;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * A process puts a job into a queue and rings its doorbell, both by stores to areas of the queue's file, and the device runs the job. Which address space the
 * job works in is the queue's matter; the process needs the areas. Without one of them the store is a SIGSEGV, behind one whose entries are gone a SIGBUS, and
 * the device hears nothing. It runs on the queue's actor; the price of the stores is part of the job.
 */
public final class SubmitJob extends AccessOperation<SubmitJob> {
    private static final Program<SubmitJob> STEPS = Program.<SubmitJob>of("submit")
            .cpu("store to the doorbell", Cost.INCLUDED, (o, a) -> o.store())
            .calls("the job", Cost.INCLUDED, o -> o.queue.engine())
            .build();

    private final Task task;
    private final AccessQueue queue;

    /**
     * A submission.
     *
     * @param task who stores
     * @param queue to which queue, whose engine has its descriptor when this runs
     */
    public SubmitJob(Task task, AccessQueue queue) {
        super(STEPS);
        this.task = task;
        this.queue = queue;
    }

    private int store() {
        for (long page : queue.doorbells()) {
            Vma vma = task.mm().findVma(page);
            if (vma == null || vma.file() != queue.file() || !vma.is(Vma.WRITE)) {
                return fail(Errno.SIGSEGV);
            }
            if (!queue.file().backs(vma)) {
                return fail(Errno.SIGBUS);
            }
        }
        return Flow.NEXT;
    }
}
