package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.model.access.AccessStep;
import org.jspecify.annotations.Nullable;

/** The ways in which a client, or its device, comes to an end. */
enum Ending {
    CLOSE("orderly close", AccessStep.CLOSE),
    CLOSE_RAW("close(2) of its own descriptor only", AccessStep.CLOSE_RAW),
    CLOSE_WITH_DUP("orderly close, a dup'ed descriptor left", AccessStep.DUP),
    CLOSE_WITH_CHILD("orderly close, a child holds the descriptors", AccessStep.CLOSE),
    EXIT("exit", null),
    KILL("SIGKILL", null),
    KILL_IN_SET_UP("SIGKILL inside set-up, worst step", null),
    KILL_WITH_CHILD("SIGKILL, a child holds the descriptors", null),
    EXEC("exec, close-on-exec", null),
    EXEC_INHERIT("exec, inherited descriptors", AccessStep.OPEN_INHERIT),
    UNPLUG("device unplugged", AccessStep.UNPLUG),
    KILL_MANAGED("SIGKILL of a manager's client", AccessStep.REMOVE_MDEV),
    MANAGER_DIES("the manager's death, its client working", AccessStep.REMOVE_MDEV),
    MANAGER_DIES_CREATING("the manager's death before hand-over", AccessStep.REMOVE_MDEV);

    private final String text;
    private final @Nullable AccessStep needs;

    Ending(String text, @Nullable AccessStep needs) {
        this.text = text;
        this.needs = needs;
    }

    String text() {
        return text;
    }

    /** The step that a row must offer, or null. */
    @Nullable
    AccessStep needs() {
        return needs;
    }

    /** Whether a manager hands the instance out, instead of root's making one beforehand. */
    boolean managed() {
        return this == KILL_MANAGED || this == MANAGER_DIES || this == MANAGER_DIES_CREATING;
    }

    boolean withChild() {
        return this == CLOSE_WITH_CHILD || this == KILL_WITH_CHILD;
    }
}
