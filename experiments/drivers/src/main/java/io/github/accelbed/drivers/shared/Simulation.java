package io.github.accelbed.drivers.shared;

import io.github.accelbed.drivers.bed.CostLedger;
import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Processes with jobs for one device, event by event. The time of programs and engines side by side is this loop's own; what a submission
 * and a job take, and whether a shared queue is full, is the model's.
 *
 * <p>Engines take the jobs of one shared queue in the order in which they entered it, and of several queues one after the other in turn.
 * A submission is judged at its end; one that found the shared queue full is repeated after a pause. A queue of a process's own always has
 * room for its jobs.
 */
final class Simulation {
    /** Whatever the prices, a repetition takes a moment, or the loop would never go on. */
    private static final long LEAST_REPETITION_PS = 10_000;

    private static final long PS_PER_NS = 1000;
    private static final double PERCENT = 100;

    private record Event(long ps, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return ps != other.ps ? Long.compare(ps, other.ps) : Long.compare(number, other.number);
        }
    }

    private record Request(int member, Portal portal, long arrivalPs) {}

    private final String backend;
    private final Load load;
    private final boolean shared;
    private final Testbed bed;
    private final CostLedger ledger;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Member> members = new ArrayList<>();
    private final List<Long> retriesBefore = new ArrayList<>();
    private final Deque<Request> sharedQueue = new ArrayDeque<>();
    private final List<Deque<Request>> ownQueues = new ArrayList<>();
    private final SplittableRandom jitter;
    private int turn;
    private int idleEngines;
    private long submissionPs;
    private long eventNumber;
    private long nowPs;

    Simulation(AccessBackend backend, KernelVersion version, CostTable costs, Load load, List<Client> clients) {
        this.backend = backend.id();
        this.load = load;
        shared = backend.id().equals(SharedQueue.SHARED);
        bed = new Testbed(backend, version, costs, shared ? load.depth() : load.queues());
        idleEngines = load.engines();
        jitter = new SplittableRandom(load.seed());
        for (Client client : clients) {
            int member = members.size();
            members.add(enter(client));
            ownQueues.add(new ArrayDeque<>());
            client.arrivalsPs().forEach(ps -> at(ps, () -> arrive(member)));
            at(0, () -> pump(member));
        }
        ledger = bed.meter();
        members.forEach(member -> retriesBefore.add(member.portalRetries()));
    }

    private Member enter(Client client) {
        Task task = bed.kernel().newTask("process" + members.size());
        bed.mmap(task, Testbed.BUFFER, load.pages());
        for (int page = 0; page < load.pages(); page++) {
            bed.write(task, Testbed.BUFFER + page, page);
        }
        List<Portal> portals = new ArrayList<>();
        Errno answer = Errno.OK;
        for (int i = 0; i < (shared ? client.inFlight() : 1) && answer.ok(); i++) {
            String name = "q" + members.size() + (i == 0 ? "" : "-" + i);
            OpenOperation<?> open = bed.tryOpen(task, OpenOptions.named(name));
            AccessQueue queue = open.queue();
            answer = open.result();
            if (queue != null) {
                answer = bed.tryMap(task, queue, Testbed.BUFFER, load.pages(), true);
            }
            if (queue != null && answer.ok()) {
                Portal portal = new Portal(bed, queue, load.pages());
                submissionPs = portal.warmUpPs();
                portals.add(portal);
            }
        }
        int most = shared || portals.isEmpty() ? portals.size() : client.inFlight();
        return new Member(client, portals.isEmpty() ? answer.toString() : ProcessResult.SERVED, portals, most);
    }

    Outcome run() {
        long endPs = load.durationNs() * PS_PER_NS;
        while (!events.isEmpty() && events.peek().ps() <= endPs) {
            Event event = events.remove();
            nowPs = event.ps();
            event.action().run();
        }
        bed.checkIntegrity(backend);
        List<ProcessResult> results = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            results.add(member.result(member.portalRetries() - retriesBefore.get(i), endPs));
        }
        return new Outcome(
                backend, bed.kernel().version().toString(), load, results, submissionPs / (double) PS_PER_NS, ledger);
    }

    private void at(long ps, Runnable action) {
        events.add(new Event(ps, eventNumber++, action));
    }

    private void arrive(int member) {
        members.get(member).arrive(nowPs);
        pump(member);
    }

    private void pump(int number) {
        Member member = members.get(number);
        while (member.ready()) {
            Request job = new Request(number, member.portal(), member.take(nowPs));
            at(nowPs + submissionPs, () -> submit(job));
        }
    }

    private void submit(Request job) {
        if (!shared) {
            ownQueues.get(job.member()).add(job);
        } else if (job.portal().submit()) {
            sharedQueue.add(job);
        } else {
            at(nowPs + repetitionPs(), () -> submit(job));
        }
        dispatch();
    }

    /** Without any difference repetitions fall into step with the engines, and some process would never get in. */
    private long repetitionPs() {
        double mean = (double) load.pauseNs() * PS_PER_NS + submissionPs;
        double part = load.jitterPercent() / PERCENT;
        return Math.max(LEAST_REPETITION_PS, Math.round(mean * (1 + part * (2 * jitter.nextDouble() - 1))));
    }

    private void dispatch() {
        while (idleEngines > 0) {
            Request job = shared ? sharedQueue.poll() : nextInTurn();
            if (job == null) {
                return;
            }
            idleEngines--;
            members.get(job.member()).begun(job.arrivalPs(), nowPs);
            long ps = shared ? job.portal().servePs() : job.portal().jobPs() - submissionPs;
            at(nowPs + ps, () -> finish(job));
        }
    }

    private @Nullable Request nextInTurn() {
        for (int i = 0; i < members.size(); i++) {
            Request job = ownQueues.get((turn + i) % members.size()).poll();
            if (job != null) {
                turn = (turn + i + 1) % members.size();
                return job;
            }
        }
        return null;
    }

    private void finish(Request job) {
        idleEngines++;
        members.get(job.member()).finished(job.portal());
        pump(job.member());
        dispatch();
    }
}
