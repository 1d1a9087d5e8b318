package io.github.accelbed.drivers.setup;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.model.step.StepListener;
import java.util.Map;
import java.util.TreeMap;

/** Counts the locks that are taken and notes in a ledger what the time is spent on. */
final class EffortMeter implements StepListener {
    private final CostLedger ledger;
    private final Map<String, Long> locks = new TreeMap<>();

    EffortMeter(CostLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {
        ledger.stepped(actor, program, pc, startPs, durationPs);
    }

    @Override
    public void locked(Actor actor, SimLock lock) {
        locks.merge(lock.name(), 1L, Long::sum);
    }

    /** Counts from zero again. */
    void restart() {
        locks.clear();
    }

    Map<String, Long> locks() {
        return locks;
    }
}
