package io.github.accelbed.drivers.forkcow;

/** What happens after fork, each once. */
enum ForkEvent {
    PARENT_WRITES("parent writes"),
    CHILD_WRITES("child writes"),
    CHILD_EXITS("child exits"),
    DEVICE_ACCESSES("device");

    private final String text;

    ForkEvent(String text) {
        this.text = text;
    }

    String text(boolean deviceWrites) {
        return this == DEVICE_ACCESSES ? text + (deviceWrites ? " writes" : " reads") : text;
    }
}
