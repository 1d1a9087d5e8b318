package io.github.accelbed.drivers.leak;

/** What goes wrong, once in a chain. */
enum Mishap {
    /** The n-th allocation of the kernel fails. */
    FAILED("allocation failed"),
    /** SIGKILL after the n-th atomic step. */
    KILLED("killed");

    private final String text;

    Mishap(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
