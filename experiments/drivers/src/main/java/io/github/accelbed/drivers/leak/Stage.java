package io.github.accelbed.drivers.leak;

import io.github.accelbed.model.access.AccessStep;
import org.jspecify.annotations.Nullable;

/** The life of a client, call by call. */
enum Stage {
    SET_UP("set-up", null),
    MAP("map", AccessStep.MAP),
    JOB("job", null),
    FORK("fork", null),
    WRITE("write after fork", null),
    UNMAP("unmap", AccessStep.UNMAP),
    CLOSE("close", AccessStep.CLOSE),
    EXIT("exit", null);

    private final String text;
    private final @Nullable AccessStep needs;

    Stage(String text, @Nullable AccessStep needs) {
        this.text = text;
        this.needs = needs;
    }

    String text() {
        return text;
    }

    /** What a row must offer, or null; a row without it goes on to the next stage. */
    @Nullable
    AccessStep needs() {
        return needs;
    }

    /** Whether the library makes several system calls of it, between which a process can die; the others are one call. */
    boolean severalCalls() {
        return this == SET_UP || this == CLOSE;
    }
}
