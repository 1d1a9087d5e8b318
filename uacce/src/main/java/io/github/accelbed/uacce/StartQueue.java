package io.github.accelbed.uacce;

import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** The ioctl UACCE_CMD_START_Q. Mainline wants no region mapped; an error leaves the queue in INIT. */
final class StartQueue extends QueueOperation<StartQueue> {
    private static final Program<StartQueue> STEPS = Program.<StartQueue>of("UACCE_CMD_START_Q")
            .cpu("uacce_fops_unl_ioctl", Cost.SYSCALL, (o, a) -> o.enter())
            .mutexLock("mutex_lock", o -> o.queue.owner().mutex())
            .cpu("uacce_start_queue", Cost.INCLUDED, (o, a) -> o.start())
            .mutexUnlock("mutex_unlock", o -> o.queue.owner().mutex())
            .build();

    StartQueue(Task task, UacceQueue queue) {
        super(STEPS, task, queue);
    }

    private int start() {
        switch (queue.state()) {
            case ZOMBIE -> answerZombie(UacceCase.START_ZOMBIE, UacceCase.START_REMOVED);
            case STARTED -> answer(UacceCase.START_TWICE);
            case INIT -> {
                if (queue.regions().size() < RegionKind.values().length) {
                    answer(UacceCase.START_WITHOUT_REGIONS);
                }
                if (result().ok()) {
                    queue.start();
                }
            }
        }
        return Flow.NEXT;
    }
}
