package io.github.accelbed.drivers.setup;

/** The jobs of a process, in order. */
enum Job {
    FIRST("first job"),
    SAME_BUFFER("second job, same buffer"),
    NEW_BUFFER("second job, new buffer");

    private final String text;

    Job(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
