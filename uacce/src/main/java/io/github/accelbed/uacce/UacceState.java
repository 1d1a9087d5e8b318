package io.github.accelbed.uacce;

/** {@code enum uacce_q_state} (linux/uacce.h). */
enum UacceState {
    /** No hardware queue any more. */
    ZOMBIE,
    /** Opened, not started. */
    INIT,
    /** The engine serves it. */
    STARTED
}
