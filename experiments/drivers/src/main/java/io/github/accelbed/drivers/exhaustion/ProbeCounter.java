package io.github.accelbed.drivers.exhaustion;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.model.step.StepListener;
import java.util.Set;

/** Counts how often somebody takes a node to find out whether it is free, where nothing else says so, and passes the steps on. */
final class ProbeCounter implements StepListener {
    private static final Set<String> TAKES = Set.of("open group", "VFIO_DEVICE_BIND_IOMMUFD", "idxd_cdev_open");

    private final StepListener next;
    private long takes;

    ProbeCounter(StepListener next) {
        this.next = next;
    }

    /** Nodes tried so far, the good ones included; 0 on rows where an open asks for any free queue. */
    long takes() {
        return takes;
    }

    @Override
    public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {
        if (pc == 0 && TAKES.contains(program.name())) {
            takes++;
        }
        next.stepped(actor, program, pc, startPs, durationPs);
    }

    @Override
    public void locked(Actor actor, SimLock lock) {
        next.locked(actor, lock);
    }
}
