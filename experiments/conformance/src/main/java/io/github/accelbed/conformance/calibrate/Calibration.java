package io.github.accelbed.conformance.calibrate;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.HostMachine;
import io.github.accelbed.conformance.agent.NativeAgent;
import io.github.accelbed.model.cost.Cost;
import java.util.ArrayList;
import java.util.List;

/**
 * The prices that a user can measure on the running kernel, measured.
 *
 * <p>A price of the model is a whole. So a fault holds the trap and the zeroing or the copy, fork's fixed part excludes the pages,
 * and what is paid per page excludes the system call, which the model charges by itself. The agent's sources say of each what is
 * done between its two looks at the clock.
 *
 * @param machine where it was measured
 * @param rounds how often each was measured
 * @param prices in the order of {@link Cost}
 */
public record Calibration(HostMachine machine, int rounds, List<CalibratedPrice> prices) {
    /** The fewest rounds whose interval means something. */
    public static final int MIN_ROUNDS = 6;

    /** The most rounds, an hour or two of them. */
    public static final int MAX_ROUNDS = 10_000;

    private static final long START_SECONDS = 300;
    private static final long ROUND_SECONDS = 5;

    private static final List<Measurement> MEASUREMENTS = List.of(
            Measurement.each(Cost.SYSCALL),
            Measurement.each(Cost.OPEN_CLOSE),
            Measurement.each(Cost.MMAP_MUNMAP),
            Measurement.each(Cost.CPU_MINOR_FAULT),
            Measurement.each(Cost.CPU_COW_FAULT),
            Measurement.each(Cost.CPU_COW_REUSE),
            Measurement.each(Cost.CPU_COW_FAULT_HUGE),
            new Measurement(Cost.FORK_FIXED, Cost.FORK_PER_PAGE, Method.INTERCEPT),
            Measurement.slope(Cost.FORK_PER_PAGE),
            Measurement.slope(Cost.FORK_PER_HUGE_PAGE),
            Measurement.slope(Cost.FORK_EARLY_COPY_PER_PAGE),
            Measurement.slope(Cost.EXEC_FIXED),
            Measurement.slope(Cost.ZAP_PER_PAGE),
            Measurement.slope(Cost.MADV_DONTNEED_PER_PAGE),
            Measurement.slope(Cost.MPROTECT_PER_PAGE),
            Measurement.each(Cost.MADVISE_FLAG),
            Measurement.slope(Cost.PIN_PER_PAGE),
            Measurement.slope(Cost.UNPIN_PER_PAGE),
            Measurement.each(Cost.COPY_PAGE));

    /** Copies the list. */
    public Calibration {
        prices = List.copyOf(prices);
    }

    /**
     * Measures.
     *
     * @param agent the native agent
     * @param rounds how often, {@link #MIN_ROUNDS} to {@link #MAX_ROUNDS}
     * @return the prices
     * @throws AgentException if the agent refused or failed
     */
    public static Calibration measure(NativeAgent agent, int rounds) throws AgentException {
        String output = agent.output(START_SECONDS + ROUND_SECONDS * rounds, "measure", String.valueOf(rounds));
        return new Calibration(HostMachine.here(), rounds, prices(output));
    }

    static List<CalibratedPrice> prices(String output) throws AgentException {
        Samples samples = Samples.parse(output);
        List<CalibratedPrice> prices = new ArrayList<>();
        for (Measurement measurement : MEASUREMENTS) {
            prices.add(measurement.price(samples));
        }
        return prices;
    }
}
