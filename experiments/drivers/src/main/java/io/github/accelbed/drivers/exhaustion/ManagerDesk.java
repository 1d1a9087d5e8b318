package io.github.accelbed.drivers.exhaustion;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.vfio.manager.MdevManager;

/**
 * The manager of a contender, one after the other if it crashes. A crash comes at the worst moment: between the creation of an mdev and its
 * hand-over. What the old one knew is lost; the new one tries each node, and has a second look at those it found busy when it gives idle
 * instances back. That a client has gone it learns from a hang-up on the client's connection, which does not survive the manager.
 */
final class ManagerDesk {
    private final Testbed bed;
    private final ProbeCounter probes;
    private Task daemon;
    private MdevManager manager;
    private boolean crashDue;
    private int crashes;
    private int orphaned;
    private int turnedAway;
    private int unattributed;
    private long probed;
    private int removed;

    ManagerDesk(Testbed bed, ProbeCounter probes) {
        this.bed = bed;
        this.probes = probes;
        daemon = bed.kernel().newTask("manager");
        manager = MdevManager.of(bed.access(), daemon, bed.device());
    }

    boolean down() {
        return !daemon.alive();
    }

    /** It dies at its next creation of an mdev. */
    void crashSoon() {
        crashDue = true;
    }

    /** A client's request; ESRCH if the manager is dead or dies over it. */
    Errno lease(Task client) {
        AccessOperation<?> lease = manager.lease(client);
        Actor cpu = client.cpu().actor();
        cpu.start(lease);
        if (crashDue && !down()) {
            stepToCreation(cpu);
        }
        if (!cpu.run()) {
            throw new IllegalStateException("a manager keeps its client waiting");
        }
        turnedAway += down() ? 1 : 0;
        return lease.result();
    }

    private void stepToCreation(Actor cpu) {
        long before = bed.access().mdevs(bed.device());
        boolean running = true;
        while (running && bed.access().mdevs(bed.device()) == before) {
            running = cpu.step();
        }
        if (running) {
            crashDue = false;
            crashes++;
            orphaned++;
            bed.kill(daemon);
        }
    }

    OpenOperation<?> open(Task client, OpenOptions options) {
        return manager.open(client, options);
    }

    /** The last process with a client's connection is gone, or the client says that it could not use its lease. */
    void hangUp(Task client) {
        if (!down()) {
            manager.withdraw(client);
        }
    }

    void restart() {
        daemon = bed.kernel().newTask("manager " + (crashes + 1));
        manager = MdevManager.of(bed.access(), daemon, bed.device());
        lookAround();
        unattributed += manager.unknown();
    }

    private void lookAround() {
        long before = probes.takes();
        bed.run(daemon.cpu().actor(), manager.recover());
        probed += probes.takes() - before;
    }

    /** Gives every instance back that nobody uses. */
    void giveBack() {
        if (down()) {
            return;
        }
        if (manager.unknown() > 0) {
            lookAround();
        }
        for (AccessOperation<?> removal = manager.removeFree(); removal != null; removal = manager.removeFree()) {
            if (bed.root(removal).ok()) {
                removed++;
            }
        }
    }

    ManagerCount count() {
        return new ManagerCount(crashes, orphaned, turnedAway, unattributed, probed, removed);
    }
}
