package io.github.accelbed.drivers.shared;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A process in a run: its jobs that wait in the program, its ways into the device, and what it got so far. */
final class Member {
    private static final double PS_PER_NS = 1000;

    private final Client client;
    private final String answer;
    private final Deque<Portal> idle;
    private final List<Portal> portals;
    private final int inFlightMost;
    private final Deque<Long> backlog = new ArrayDeque<>();
    private final List<Long> submitted = new ArrayList<>();
    private final List<Double> waitsNs = new ArrayList<>();
    private int inFlight;
    private long wanted;
    private long done;

    /** A process whose open answered; with a portal for each job in flight, or one for all, or none. */
    Member(Client client, String answer, List<Portal> portals, int inFlightMost) {
        this.client = client;
        this.answer = answer;
        this.portals = List.copyOf(portals);
        idle = new ArrayDeque<>(portals);
        this.inFlightMost = inFlightMost;
    }

    void arrive(long ps) {
        wanted++;
        backlog.add(ps);
    }

    /** Whether it submits one more job now. */
    boolean ready() {
        return inFlight < inFlightMost && (client.greedy() || !backlog.isEmpty());
    }

    /** Takes the next job: when it came. */
    long take(long nowPs) {
        inFlight++;
        wanted += client.greedy() ? 1 : 0;
        long arrivalPs = client.greedy() ? nowPs : backlog.remove();
        submitted.add(arrivalPs);
        return arrivalPs;
    }

    /** A portal that no other job of this process is in; where there is one only, the one. */
    Portal portal() {
        return portals.size() == 1 ? portals.get(0) : idle.remove();
    }

    void begun(long arrivalPs, long nowPs) {
        submitted.remove(Long.valueOf(arrivalPs));
        waitsNs.add((nowPs - arrivalPs) / PS_PER_NS);
    }

    void finished(Portal portal) {
        inFlight--;
        done++;
        if (portals.size() > 1) {
            idle.add(portal);
        }
    }

    /** Recounts the jobs: each one that came is done, at the device or on its way there, or waits in the program. */
    ProcessResult result(long retries, long endPs) {
        if (wanted != done + inFlight + backlog.size()) {
            throw new IllegalStateException(wanted + " jobs came, " + done + " are done, " + inFlight
                    + " in flight and " + backlog.size() + " wait");
        }
        List<Double> all = new ArrayList<>(waitsNs);
        if (inFlightMost > 0) {
            submitted.forEach(arrivalPs -> all.add((endPs - arrivalPs) / PS_PER_NS));
            backlog.forEach(arrivalPs -> all.add((endPs - arrivalPs) / PS_PER_NS));
        }
        return new ProcessResult(answer, client.greedy(), wanted, done, retries, all);
    }

    long portalRetries() {
        return portals.stream().mapToLong(Portal::retries).sum();
    }
}
