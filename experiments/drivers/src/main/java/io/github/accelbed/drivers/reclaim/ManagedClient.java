package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.vfio.manager.MdevManager;
import java.util.Objects;

/** A client that gets its mdev from a manager, and the deaths of that manager. */
final class ManagedClient {
    private final Testbed bed;
    private final Task client;
    private Task daemon;
    private MdevManager manager;

    ManagedClient(Testbed bed, Task client) {
        this.bed = bed;
        this.client = client;
        daemon = bed.kernel().newTask("manager");
        manager = MdevManager.of(bed.access(), daemon, bed.device());
    }

    AccessQueue open() {
        Actor cpu = client.cpu().actor();
        bed.run(cpu, manager.lease(client));
        OpenOperation<?> open = bed.run(cpu, manager.open(client, OpenOptions.named("q")));
        return Objects.requireNonNull(open.queue(), "the open of a leased mdev answered " + open.result());
    }

    void die() {
        bed.kill(daemon);
    }

    /** The mdev is there, and nobody has been told of it. */
    void dieCreating() {
        Actor cpu = client.cpu().actor();
        cpu.start(manager.lease(client));
        while (bed.access().mdevs(bed.device()) == 0) {
            if (!cpu.step()) {
                throw new IllegalStateException("a lease ended without an mdev");
            }
        }
        die();
        cpu.run();
    }

    /** The manager has seen its client's hang-up; a new one tries each node first. */
    void removeIdle() {
        if (daemon.alive()) {
            manager.withdraw(client);
        } else {
            daemon = bed.kernel().newTask("next manager");
            manager = MdevManager.of(bed.access(), daemon, bed.device());
            bed.run(daemon.cpu().actor(), manager.recover());
        }
        for (AccessOperation<?> removal = manager.removeFree(); removal != null; removal = manager.removeFree()) {
            bed.root(removal);
        }
    }
}
