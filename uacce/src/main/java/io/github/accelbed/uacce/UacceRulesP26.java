package io.github.accelbed.uacce;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.step.Program;

/** From 6.19 on: PUT_Q only stops the queue, which can be started again and stays taken until the file's release. */
final class UacceRulesP26 extends UacceRulesP60 {
    UacceRulesP26(KernelVersion version) {
        super(version);
    }

    @Override
    public String era() {
        return "P26";
    }

    @Override
    ErrnoTable errnos() {
        return ErrnoTable.P26;
    }

    @Override
    public boolean checksStrategyOps() {
        return true;
    }

    @Override
    public Program<PutQueue> putQueue() {
        return PutQueue.STOPS_ONLY;
    }
}
