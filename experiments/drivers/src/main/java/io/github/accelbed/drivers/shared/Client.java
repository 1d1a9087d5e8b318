package io.github.accelbed.drivers.shared;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one process wants; the same for every row.
 *
 * @param arrivalsPs when its jobs come, in order; for a greedy one empty
 * @param inFlight jobs that it has at the device at most
 * @param greedy whether it always has one more job
 */
record Client(List<Long> arrivalsPs, int inFlight, boolean greedy) {
    private static final double PS_PER_NS = 1000;

    Client {
        arrivalsPs = List.copyOf(arrivalsPs);
    }

    /** A process that waits for each job before it submits the next. */
    static Client polite(Long... arrivalsPs) {
        return new Client(Arrays.asList(arrivalsPs), 1, false);
    }

    /** A process that never runs out of jobs. */
    static Client greedy(int inFlight) {
        return new Client(List.of(), inFlight, true);
    }

    /** So many polite processes, each a Poisson process of its own; the first ones are the same however many there are. */
    static List<Client> polite(Load load, int count) {
        SplittableRandom random = new SplittableRandom(load.seed());
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SplittableRandom own = random.split();
            List<Long> arrivals = new ArrayList<>();
            double now = 0;
            while (true) {
                now += -load.intervalNs() * Math.log(1 - own.nextDouble());
                if (now >= load.durationNs()) {
                    break;
                }
                arrivals.add(Math.round(now * PS_PER_NS));
            }
            clients.add(new Client(arrivals, 1, false));
        }
        return clients;
    }
}
