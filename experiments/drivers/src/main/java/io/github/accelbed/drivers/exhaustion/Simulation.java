package io.github.accelbed.drivers.exhaustion;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One contender under one load, event by event. Each event runs operations of the model to their end; the time of clients (arrivals,
 * holding, back-off) is this loop's own and moves from event to event. What a set-up takes of simulated time is a part of the time for
 * which the client keeps its queue, so contenders that refuse alike have the same course, whatever their prices.
 *
 * <p>A client of a shared work queue opens it whoever else has it. What may be refused is its job: a client that holds an entry has a job
 * waiting in the queue, and one that finds no free entry stores its descriptor again later.
 */
final class Simulation {
    private static final int SAMPLES = 200;
    private static final int BUFFERS_APART = 16;

    private final Contender contender;
    private final List<Client> clients;
    private final Testbed bed;
    private final CostLedger ledger;
    private final ProbeCounter probes;
    private final @Nullable ManagerDesk desk;
    private final Management management;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<SetUp> setUps = new ArrayList<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final long sampleNs;
    private final long peakEndNs;
    private long eventNumber;
    private long nowNs;
    private long nextSampleNs;
    private long calmNs = -1;
    private long vain;
    private boolean sharedQueue;
    private boolean restarting;
    private int arrived;
    private int holding;
    private int waiting;
    private int refused;
    private int children;

    Simulation(Contender contender, CostTable costs, Load load, Management management, List<Client> clients) {
        this.contender = contender;
        this.clients = clients;
        this.management = management.under(contender.care());
        bed = new Testbed(contender.backend(), contender.version(), costs, load.queues());
        ledger = bed.meter();
        probes = new ProbeCounter(ledger);
        bed.kernel().machine().listen(probes);
        desk = contender.care() == Care.NONE ? null : new ManagerDesk(bed, probes);
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
        if (desk != null) {
            at(management.everyNs(), () -> giveBack(desk));
            scheduleCrash(desk);
        }
        while (!events.isEmpty()) {
            Event event = events.remove();
            if (clientsLeft()) {
                sampleUpTo(event.ns());
            }
            nowNs = event.ns();
            event.action().run();
            if (calmNs < 0 && waiting == 0 && nowNs >= peakEndNs) {
                calmNs = nowNs;
            }
        }
        samples.add(sample(nowNs));
        bed.checkIntegrity(contender.name());
        return new Outcome(
                contender,
                samples,
                setUps,
                refusals,
                vain,
                peakEndNs,
                calmNs,
                bed.access().leaked(bed.device()),
                desk == null ? ManagerCount.NONE : desk.count(),
                ledger);
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
        long free = bed.access().freeQueues(bed.device());
        return new Sample(
                ns,
                arrived,
                setUps.size(),
                holding,
                waiting,
                refused,
                children,
                sharedQueue ? (int) free : bed.device().freeQueues(),
                free,
                bed.access().mdevs(bed.device()));
    }

    private void arrive(Client client) {
        arrived++;
        Task task = bed.kernel().newTask("client " + client.id());
        bed.mmap(task, buffer(client), 1);
        bed.write(task, buffer(client), client.id());
        attempt(new Attempt(client, task, task.syscalls()));
    }

    /** Each process has its own: what a dead one left in a domain that others use later must not be in the way by our choice of address. */
    private static long buffer(Client client) {
        return Testbed.BUFFER + (long) client.id() * BUFFERS_APART;
    }

    private void attempt(Attempt attempt) {
        attempt.begin(bed);
        Errno leased = desk == null ? Errno.OK : desk.lease(attempt.task());
        if (desk != null && desk.down()) {
            scheduleRestart(desk);
        }
        if (!leased.ok()) {
            vain++;
            refuse(attempt, leased.name());
            return;
        }
        long takes = probes.takes();
        OpenOptions options = OpenOptions.named("q" + attempt.client().id());
        OpenOperation<?> open = desk == null
                ? bed.tryOpen(attempt.task(), options)
                : bed.run(attempt.task().cpu().actor(), desk.open(attempt.task(), options));
        long tried = probes.takes() - takes;
        AccessQueue queue = open.queue();
        if (queue == null) {
            vain += Math.max(1, tried);
            hangUp(attempt.task());
            refuse(attempt, open.result().name());
            return;
        }
        vain += Math.max(0, tried - 1);
        bed.map(attempt.task(), queue, buffer(attempt.client()), 1);
        sharedQueue = queue.hardware().id() < 0;
        attempt.pause(bed);
        queue.engine().descriptor().read(buffer(attempt.client()));
        queue.cpu().actor().start(queue.engine());
        submit(attempt, queue);
    }

    /** The first job; where clients share a work queue, a second one that stays there for as long as the client needs the device. */
    private void submit(Attempt attempt, AccessQueue queue) {
        attempt.resume(bed);
        Actor engine = queue.cpu().actor();
        if (!engine.run()) {
            attempt.pause(bed);
            vain++;
            refuseJob(attempt, queue);
            return;
        }
        if (!queue.engine().result().ok()) {
            throw new IllegalStateException(contender.name() + ": the first job answered "
                    + queue.engine().result());
        }
        attempt.pause(bed);
        holding++;
        setUps.add(attempt.done(nowNs));
        if (sharedQueue) {
            engine.start(queue.engine());
            engine.step();
        }
        Client client = attempt.client();
        Task child = client.forks() ? bed.fork(attempt.task(), "child of " + client.id()) : null;
        at(nowNs + client.holdNs(), () -> end(client, attempt.task(), queue, child));
    }

    private void refuse(Attempt attempt, String why) {
        refusals.merge(why, 1, Integer::sum);
        if (attempt.last()) {
            refused++;
            bed.exit(attempt.task());
        } else {
            retry(attempt, () -> attempt(attempt));
        }
    }

    private void refuseJob(Attempt attempt, AccessQueue queue) {
        refusals.merge(Outcome.FULL, 1, Integer::sum);
        if (attempt.last()) {
            refused++;
            queue.cpu().actor().withdraw();
            bed.close(attempt.task(), queue, false);
            bed.exit(attempt.task());
        } else {
            retry(attempt, () -> {
                attempt.again();
                submit(attempt, queue);
            });
        }
    }

    private void retry(Attempt attempt, Runnable again) {
        waiting++;
        at(nowNs + attempt.backoff(), () -> {
            waiting--;
            again.run();
        });
    }

    private void end(Client client, Task task, AccessQueue queue, @Nullable Task child) {
        holding--;
        if (sharedQueue) {
            queue.cpu().actor().run();
        }
        if (client.crashes()) {
            bed.kill(task);
        } else {
            bed.close(task, queue, false);
            bed.exit(task);
        }
        if (child == null) {
            hangUp(task);
            return;
        }
        children++;
        at(nowNs + client.childNs(), () -> {
            children--;
            bed.exit(child);
            hangUp(task);
        });
    }

    private void hangUp(Task client) {
        if (desk != null) {
            desk.hangUp(client);
        }
    }

    private boolean clientsLeft() {
        return arrived < clients.size() || holding + waiting + children > 0;
    }

    private void giveBack(ManagerDesk at) {
        at.giveBack();
        if (clientsLeft() || at.down()) {
            at(nowNs + management.everyNs(), () -> giveBack(at));
        }
    }

    private void scheduleCrash(ManagerDesk at) {
        if (management.crashNs() > 0) {
            at(nowNs + management.crashNs(), at::crashSoon);
        }
    }

    private void scheduleRestart(ManagerDesk at) {
        if (restarting) {
            return;
        }
        restarting = true;
        at(nowNs + management.downNs(), () -> {
            restarting = false;
            at.restart();
            scheduleCrash(at);
        });
    }
}
