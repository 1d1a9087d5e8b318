package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.Valued;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * {@code idxd_cdev_poll}: POLLNVAL for another address space than the opener's, as poll(2) itself says of a closed descriptor. Left out: the
 * device's software error, all else that it tells.
 */
final class PollWq extends AccessOperation<PollWq> implements Valued {
    private static final Program<PollWq> STEPS = Program.<PollWq>of("idxd_cdev_poll")
            .cpu("idxd_cdev_poll", Cost.SYSCALL, (o, a) -> o.poll())
            .build();

    private final IdxdDriver driver;
    private final Task task;
    private final IdxdClient client;
    private boolean invalid;

    PollWq(IdxdDriver driver, Task task, IdxdClient client) {
        super(STEPS);
        this.driver = driver;
        this.task = task;
        this.client = client;
    }

    /** POLLNVAL. */
    boolean invalid() {
        return invalid;
    }

    /** The events. */
    @Override
    public String value() {
        return invalid ? "POLLNVAL" : "";
    }

    private int poll() {
        task.countSyscalls(1);
        invalid = !task.files().holds(client.file()) || driver.foreign(task, client);
        return Flow.DONE;
    }
}
