package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** The release of a queue's own file in WarpDrive V1: the queue is stopped and free for the next client, as in uacce. */
final class ReleaseQueue extends Operation<ReleaseQueue> {
    private static final Program<ReleaseQueue> STEPS = Program.<ReleaseQueue>of("spimdev queue release")
            .cpu("put_queue", Cost.QUEUE_STOP, (o, a) -> o.put())
            .build();

    private final VfioDriver driver;
    private final OpenFile file;

    /**
     * A release.
     *
     * @param file the queue's file
     */
    ReleaseQueue(VfioDriver driver, OpenFile file) {
        super(STEPS);
        this.driver = driver;
        this.file = file;
    }

    private int put() {
        driver.grants().removeIf(grant -> {
            if (grant.file() == file) {
                grant.mdev().parent().device().freeQueue(grant.queue());
            }
            return grant.file() == file;
        });
        return Flow.DONE;
    }
}
