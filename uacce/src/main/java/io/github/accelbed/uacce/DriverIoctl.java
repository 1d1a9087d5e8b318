package io.github.accelbed.uacce;

import io.github.accelbed.model.access.Valued;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** An ioctl that uacce does not know and hands to the driver: {@code hisi_qm_uacce_ioctl} (drivers/crypto/hisilicon/qm.c). */
final class DriverIoctl extends QueueOperation<DriverIoctl> implements Valued {
    /** Up to 5.19: no lock, and no question whether the queue is still one. */
    static final Program<DriverIoctl> UNLOCKED = Program.<DriverIoctl>of("uacce_fops_unl_ioctl")
            .cpu("uacce_fops_unl_ioctl", Cost.SYSCALL, (o, a) -> o.enter())
            .cpu("hisi_qm_uacce_ioctl", Cost.INCLUDED, (o, a) -> o.callDriver())
            .build();

    /** 6.0 on. */
    static final Program<DriverIoctl> UNDER_MUTEX = Program.<DriverIoctl>of("uacce_fops_unl_ioctl")
            .cpu("uacce_fops_unl_ioctl", Cost.SYSCALL, (o, a) -> o.enter())
            .mutexLock("mutex_lock(&uacce->mutex)", o -> o.queue.owner().mutex())
            .cpu("uacce_queue_is_valid, hisi_qm_uacce_ioctl", Cost.INCLUDED, (o, a) -> o.callIfValid())
            .cpu("mutex_unlock(&uacce->mutex)", Cost.INCLUDED, (o, a) -> o.leave(a))
            .build();

    /** Which one. */
    sealed interface Command permits SetQpCtx, SetQpInfo, Unknown {}

    /**
     * UACCE_CMD_QM_SET_QP_CTX, which also tells the queue's number.
     *
     * @param type {@code qc_type}, 0 or 1
     */
    record SetQpCtx(int type) implements Command {}

    /** UACCE_CMD_QM_SET_QP_INFO, 6.1 on; what it sets is left out. */
    record SetQpInfo() implements Command {}

    /** A number of nobody's. */
    record Unknown() implements Command {}

    private static final int TYPES = 2;

    private final Command command;
    private int queueId = -1;

    DriverIoctl(Task task, UacceQueue queue, Command command) {
        super(queue.driver().rules().driverIoctl(), task, queue);
        this.command = command;
    }

    /** The hardware queue's number, -1 unless a SET_QP_CTX was answered with OK. */
    int queueId() {
        return queueId;
    }

    /** As {@link #queueId}, where there is one. */
    @Override
    public String value() {
        return queueId < 0 ? "" : Integer.toString(queueId);
    }

    private int callDriver() {
        noteDriverCall();
        if (command instanceof SetQpCtx ctx) {
            setQpCtx(ctx);
        } else if (!(command instanceof SetQpInfo && queue.driver().rules().offersQpInfo())) {
            answer(UacceCase.IOCTL_UNKNOWN);
        }
        return Flow.NEXT;
    }

    private void setQpCtx(SetQpCtx ctx) {
        if (ctx.type() < 0 || ctx.type() >= TYPES) {
            answer(UacceCase.SET_QP_CTX_BAD_TYPE);
        } else {
            queueId = queue.hardware().id();
        }
    }

    private int callIfValid() {
        if (queue.state() == UacceState.ZOMBIE) {
            answerZombie(UacceCase.IOCTL_ZOMBIE, UacceCase.IOCTL_REMOVED);
            return Flow.NEXT;
        }
        return callDriver();
    }

    private int leave(Actor actor) {
        return unlock(actor, queue.owner().mutex());
    }
}
