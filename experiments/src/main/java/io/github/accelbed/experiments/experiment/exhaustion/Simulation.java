package io.github.accelbed.experiments.experiment.exhaustion;

import io.github.accelbed.experiments.experiment.bed.CostLedger;
import io.github.accelbed.experiments.experiment.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One contender under one load, event by event. Each event runs operations of the model to their end; the time of clients (arrivals,
 * holding, back-off) is this loop's own and moves from event to event. A set-up's simulated time delays the client that does it, not the
 * others: CPUs are plenty, and what a set-up takes is the queue.
 */
final class Simulation {
    private static final int SAMPLES = 200;

    private record Event(long ns, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return ns != other.ns ? Long.compare(ns, other.ns) : Long.compare(number, other.number);
        }
    }

    private final Contender contender;
    private final List<Client> clients;
    private final Testbed bed;
    private final CostLedger ledger;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<SetUp> setUps = new ArrayList<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Map<String, OpenFile> lastUse = new LinkedHashMap<>();
    private final long sampleNs;
    private final long peakEndNs;
    private long eventNumber;
    private long nowNs;
    private long nextSampleNs;
    private long calmNs = -1;
    private int arrived;
    private int holding;
    private int waiting;
    private int refused;
    private int children;
    private int removed;

    Simulation(Contender contender, KernelVersion version, CostTable costs, Load load, List<Client> clients) {
        this.contender = contender;
        this.clients = clients;
        bed = new Testbed(contender.backend(), version, costs, load.queues());
        ledger = bed.meter();
        Client last = clients.get(clients.size() - 1);
        sampleNs = Math.max(1, last.arrivalNs() / SAMPLES);
        peakEndNs = clients.stream()
                .filter(Client::inPeak)
                .mapToLong(Client::arrivalNs)
                .max()
                .orElse(0);
    }

    Outcome run() {
        for (Client client : clients) {
            at(client.arrivalNs(), () -> arrive(client));
        }
        if (contender.managerNs() > 0) {
            at(contender.managerNs(), this::manage);
        }
        while (!events.isEmpty()) {
            Event event = events.remove();
            sampleUpTo(event.ns());
            nowNs = event.ns();
            event.action().run();
            if (calmNs < 0 && waiting == 0 && nowNs >= peakEndNs) {
                calmNs = nowNs;
            }
        }
        samples.add(sample(nowNs));
        bed.checkIntegrity(contender.name());
        long leaked = bed.row().leaked(bed.device());
        return new Outcome(contender, samples, setUps, refusals, peakEndNs, calmNs, leaked, removed, ledger);
    }

    private void at(long ns, Runnable action) {
        events.add(new Event(ns, eventNumber++, action));
    }

    private void sampleUpTo(long ns) {
        for (; nextSampleNs < ns; nextSampleNs += sampleNs) {
            samples.add(sample(nextSampleNs));
        }
    }

    private Sample sample(long ns) {
        return new Sample(
                ns,
                arrived,
                setUps.size(),
                holding,
                waiting,
                refused,
                children,
                bed.device().freeQueues(),
                bed.row().freeQueues(bed.device()),
                bed.row().mdevs(bed.device()));
    }

    private void arrive(Client client) {
        arrived++;
        Task task = bed.kernel().newTask("client " + client.id());
        bed.mmap(task, Testbed.BUFFER, 1);
        bed.write(task, Testbed.BUFFER, client.id());
        attempt(client, task, 1, task.syscalls());
    }

    private void attempt(Client client, Task task, int tries, long syscallsBefore) {
        long syscalls = task.syscalls();
        long admin = bed.row().adminSteps(bed.device());
        long begin = bed.nowPs();
        OpenOperation<?> open = bed.tryOpen(task, OpenOptions.named("q" + client.id()));
        AccessQueue queue = open.queue();
        if (queue == null) {
            refuse(client, task, tries, syscallsBefore, open.result());
            return;
        }
        bed.map(task, queue, Testbed.BUFFER, 1);
        Errno read = bed.deviceRead(queue, Testbed.BUFFER);
        if (!read.ok()) {
            throw new IllegalStateException(contender.name() + ": the first job answered " + read);
        }
        double firstDma = bed.nsSince(begin);
        holding++;
        lastUse.put(queue.file().name(), queue.file());
        setUps.add(new SetUp(
                client.id(),
                nowNs - client.arrivalNs(),
                tries,
                task.syscalls() - syscalls,
                task.syscalls() - syscallsBefore,
                bed.row().adminSteps(bed.device()) - admin,
                firstDma));
        Task child = client.forks() ? bed.fork(task, "child of " + client.id()) : null;
        at(nowNs + Math.round(firstDma) + client.holdNs(), () -> end(client, task, queue, child));
    }

    private void refuse(Client client, Task task, int tries, long syscallsBefore, Errno why) {
        refusals.merge(why.name(), 1, Integer::sum);
        if (tries > client.backoffNs().size()) {
            refused++;
            bed.exit(task);
            return;
        }
        waiting++;
        at(nowNs + client.backoffNs().get(tries - 1), () -> {
            waiting--;
            attempt(client, task, tries + 1, syscallsBefore);
        });
    }

    private void end(Client client, Task task, AccessQueue queue, @Nullable Task child) {
        holding--;
        if (client.crashes()) {
            bed.kill(task);
        } else {
            bed.close(task, queue, false);
            bed.exit(task);
        }
        if (child != null) {
            children++;
            at(nowNs + client.childNs(), () -> {
                children--;
                bed.exit(child);
            });
        }
    }

    /** Removes every mdev whose last client's device file is closed for good; an mdev's device file has its name. */
    private void manage() {
        for (Iterator<Map.Entry<String, OpenFile>> uses = lastUse.entrySet().iterator(); uses.hasNext(); ) {
            Map.Entry<String, OpenFile> use = uses.next();
            if (use.getValue().released()
                    && bed.administer(bed.row().removeMdev(use.getKey())).ok()) {
                removed++;
                uses.remove();
            }
        }
        if (!events.isEmpty()) {
            at(nowNs + contender.managerNs(), this::manage);
        }
    }
}
