package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Tally;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.StepListener;
import org.jspecify.annotations.Nullable;

/** Hears of the faults that are answered. */
final class FaultWatch implements StepListener {
    @Tally
    private @Nullable String last;

    @Override
    public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {
        if (pc == 0 && program.fault()) {
            last = actor.name() + ": " + program.name();
        }
    }

    void forget() {
        last = null;
    }

    /** The last one since it was told to forget, or null. */
    @Nullable
    String last() {
        return last;
    }
}
