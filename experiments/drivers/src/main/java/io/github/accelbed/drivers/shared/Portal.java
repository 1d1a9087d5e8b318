package io.github.accelbed.drivers.shared;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.device.Job;

/** A way of one process into the device, with room for one job of the model at a time. */
final class Portal {
    private final Testbed bed;
    private final AccessQueue queue;
    private final int pages;
    private long retries;

    Portal(Testbed bed, AccessQueue queue, int pages) {
        this.bed = bed;
        this.queue = queue;
        this.pages = pages;
    }

    private void describe() {
        queue.engine().descriptor().job(Job.REDUCE, Testbed.BUFFER, Testbed.BUFFER, pages, 0);
    }

    /** One job before anything is counted, so that faults are over; tells what its submission took. */
    long warmUpPs() {
        describe();
        queue.cpu().actor().start(queue.engine());
        long before = bed.nowPs();
        queue.cpu().actor().step();
        long submission = bed.nowPs() - before;
        finish();
        return submission;
    }

    /** The store into the shared queue: false if the queue is full, and the next call is the repetition. */
    boolean submit() {
        if (queue.cpu().actor().idle()) {
            describe();
            queue.cpu().actor().start(queue.engine());
        }
        long refused = queue.engine().retries();
        boolean in = queue.cpu().actor().step() && queue.engine().retries() == refused;
        retries += in ? 0 : 1;
        return in;
    }

    /** A whole job of a queue in memory, from the doorbell to its end: its time. */
    long jobPs() {
        long before = bed.nowPs();
        describe();
        queue.cpu().actor().start(queue.engine());
        finish();
        return bed.nowPs() - before;
    }

    /** What the device does with a submitted job: its time. */
    long servePs() {
        long before = bed.nowPs();
        finish();
        return bed.nowPs() - before;
    }

    private void finish() {
        if (!queue.cpu().actor().run() || !queue.engine().result().ok()) {
            throw new IllegalStateException(
                    "a job of " + queue.name() + " answered " + queue.engine().result());
        }
    }

    /** Stores so far that found the queue full, each repetition of one among them. */
    long retries() {
        return retries;
    }
}
