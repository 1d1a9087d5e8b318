package io.github.accelbed.uacce.idxd;

/** What a reader of both rows must know. */
final class IdxdNotes {
    private IdxdNotes() {}

    static String of(IdxdRules rules) {
        String faults =
                "Faults are page requests that the engine waits for (block_on_fault); prices of stores and faults are estimates.";
        return rules.inTree()
                ? faults
                : "This kernel has no user work queues with PASIDs yet (about 5.11, not verified). " + faults;
    }
}
