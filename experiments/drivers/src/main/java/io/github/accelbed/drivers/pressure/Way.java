package io.github.accelbed.drivers.pressure;

/** How the same number of buffers is given to queues. */
enum Way {
    PROCESSES("a process each", "each client is a process with a buffer of its own"),
    QUEUES("one process, one buffer", "the clients are queues of one process that all map its one buffer"),
    BUFFERS("one process, a buffer each", "the clients are queues of one process that each map a buffer of their own"),
    TOGETHER(
            "one process, shared container", "as before with one buffer, but the queues share one container or domain");

    private final String text;
    private final String meaning;

    Way(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    String meaning() {
        return meaning;
    }

    boolean oneBuffer() {
        return this == QUEUES || this == TOGETHER;
    }
}
