package io.github.accelbed.drivers.exhaustion;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one client will do; the same for every contender, so that only the backends differ.
 *
 * @param id from 0
 * @param arrivalNs when it first tries
 * @param inPeak whether it arrives in the peak
 * @param holdNs how long it keeps its queue, its set-up included
 * @param crashes whether it is killed at the end
 * @param forks whether it has a child that inherits
 * @param childNs how long the child outlives it
 * @param backoffNs how long it waits after each refusal, one fewer than its tries
 */
record Client(
        int id,
        long arrivalNs,
        boolean inPeak,
        long holdNs,
        boolean crashes,
        boolean forks,
        long childNs,
        List<Long> backoffNs) {
    private static final int PERCENT = 100;
    /** The peak begins after this share of the clients, percent. */
    private static final int PEAK_FROM = 30;

    private static final int PEAK_TO = 70;
    private static final int MOST_DOUBLINGS = 4;

    Client {
        backoffNs = List.copyOf(backoffNs);
    }

    /** All clients in order of arrival: a Poisson process whose rate is higher for the middle part of the clients. */
    static List<Client> all(Load load, long seed) {
        SplittableRandom arrivals = new SplittableRandom(seed);
        List<Client> clients = new ArrayList<>();
        double now = 0;
        for (int id = 0; id < load.arrivals(); id++) {
            long done = (long) id * PERCENT / load.arrivals();
            boolean peak = done >= PEAK_FROM && done < PEAK_TO;
            double perNs =
                    (peak ? load.peakPercent() : load.basePercent()) / (double) PERCENT * load.queues() / load.holdNs();
            now += exponential(arrivals, 1 / perNs);
            clients.add(one(load, id, Math.round(now), peak, arrivals.split()));
        }
        return clients;
    }

    private static Client one(Load load, int id, long arrivalNs, boolean peak, SplittableRandom random) {
        long hold = Math.round(exponential(random, (double) load.holdNs()));
        boolean crashes = random.nextInt(PERCENT) < load.crashPercent();
        boolean forks = random.nextInt(PERCENT) < load.forkPercent();
        long child = Math.round(exponential(random, (double) load.childNs()));
        List<Long> backoff = new ArrayList<>();
        for (int refused = 0; refused < load.tries() - 1; refused++) {
            long mean = load.backoffNs() << Math.min(refused, MOST_DOUBLINGS);
            backoff.add(Math.round(mean * (random.nextDouble() + 0.5)));
        }
        return new Client(id, arrivalNs, peak, hold, crashes, forks, child, backoff);
    }

    private static double exponential(SplittableRandom random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
