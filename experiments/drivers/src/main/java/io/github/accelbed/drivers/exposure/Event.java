package io.github.accelbed.drivers.exposure;

/** What happens, in this order. */
enum Event {
    OPENED("open", "the process opens a queue"),
    GIVEN("map", "it gives the device its buffer and the memory that it will free, not its secret"),
    JOB("job", "the device reads what it was given"),
    FORKED("fork", "the process forks; the child inherits the queue's descriptors"),
    WRITTEN("write", "the parent writes to all of its memory"),
    FREED("free", "it unmaps some of the memory that it had given, without telling the device"),
    REUSED("reuse", "another process allocates and writes as much"),
    UNMAPPED("unmap", "the process takes the buffer back from the device"),
    EXITED("exit", "the process exits; its child still has the queue's descriptors"),
    CHILD_EXITED("child exit", "the child exits");

    private final String text;
    private final String meaning;

    Event(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    String text() {
        return text;
    }

    String meaning() {
        return meaning;
    }
}
