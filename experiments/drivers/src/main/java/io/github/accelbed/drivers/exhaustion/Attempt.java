package io.github.accelbed.drivers.exhaustion;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.process.Task;

/** A client on its way to a queue: how often it has tried, and what the present try has cost it. */
final class Attempt {
    private final Client client;
    private final Task task;
    private final long syscallsAtArrival;
    private int tries;
    private long syscallsBefore;
    private long adminSince;
    private long adminSteps;
    private long sincePs;
    private double spentNs;

    Attempt(Client client, Task task, long syscallsAtArrival) {
        this.client = client;
        this.task = task;
        this.syscallsAtArrival = syscallsAtArrival;
    }

    Client client() {
        return client;
    }

    Task task() {
        return task;
    }

    /** A new open. */
    void begin(Testbed bed) {
        tries++;
        syscallsBefore = task.syscalls();
        adminSteps = 0;
        spentNs = 0;
        resume(bed);
    }

    /** Another job in the same open queue. */
    void again() {
        tries++;
    }

    /** From here on the clock runs for others. */
    void pause(Testbed bed) {
        spentNs += bed.nsSince(sincePs);
        adminSteps += bed.access().adminSteps(bed.device()) - adminSince;
    }

    /** The client is back. */
    void resume(Testbed bed) {
        sincePs = bed.nowPs();
        adminSince = bed.access().adminSteps(bed.device());
    }

    /** Whether it gives up after a refusal now. */
    boolean last() {
        return tries > client.backoffNs().size();
    }

    /** How long it waits after this refusal. */
    long backoff() {
        return client.backoffNs().get(tries - 1);
    }

    SetUp done(long nowNs) {
        return new SetUp(
                client.id(),
                nowNs - client.arrivalNs(),
                tries,
                task.syscalls() - syscallsBefore,
                task.syscalls() - syscallsAtArrival,
                adminSteps,
                spentNs);
    }
}
