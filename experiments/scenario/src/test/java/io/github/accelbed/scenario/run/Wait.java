package io.github.accelbed.scenario.run;

import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.Waiting;
import java.util.Comparator;

/** A step that may wait. */
record Wait(String program, String step, Waiting how) implements Comparable<Wait> {
    private static final Comparator<Wait> ORDER =
            Comparator.comparing(Wait::program).thenComparing(Wait::step).thenComparing(Wait::how);

    static Wait of(Program<?> program, int pc) {
        return new Wait(program.name(), program.label(pc), program.waiting(pc));
    }

    @Override
    public int compareTo(Wait other) {
        return ORDER.compare(this, other);
    }
}
