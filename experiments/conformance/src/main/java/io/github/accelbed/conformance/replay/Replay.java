package io.github.accelbed.conformance.replay;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.NativeAgent;
import io.github.accelbed.model.KernelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Storms on both sides, turn by turn, so that what else runs on the machine disturbs both.
 *
 * @param kernel the running kernel's times, medians over the rounds
 * @param model the model's
 */
public record Replay(StormTimes kernel, StormTimes model) {
    /** How often the model storms before a round counts, so that the just-in-time compiler is done. */
    public static final int WARM_UPS = 20;

    /** How many pages at most such a storm has. */
    public static final int WARM_UP_PAGES = 1 << 15;

    /** The largest storm, a terabyte. */
    public static final int MAX_PAGES = 1 << 28;

    /**
     * Runs the storms.
     *
     * @param agent the native agent
     * @param version whose rules the model obeys
     * @param pages the storm's size, 1 to {@link #MAX_PAGES}
     * @param rounds how many storms count on each side, at least 1
     * @param progress told in a few words what comes next; may print
     * @return the times
     * @throws AgentException if the agent refused or failed
     */
    public static Replay run(NativeAgent agent, KernelVersion version, int pages, int rounds, Consumer<String> progress)
            throws AgentException {
        ModelStorm warmUp = new ModelStorm(version, Math.min(pages, WARM_UP_PAGES));
        progress.accept("warming up the model");
        for (int i = 0; i < WARM_UPS; i++) {
            warmUp.run();
        }
        List<StormTimes> kernel = new ArrayList<>();
        List<StormTimes> model = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            progress.accept("round " + round + " of " + rounds + ", kernel");
            kernel.add(new KernelStorm(agent, pages).run());
            progress.accept("round " + round + " of " + rounds + ", model");
            model.add(new ModelStorm(version, pages).run());
        }
        return new Replay(StormTimes.median(kernel), StormTimes.median(model));
    }

    /**
     * How many times as long the kernel took, by the clock on the wall.
     *
     * @param phase which part
     * @return more than 1 if the model is faster
     */
    public double ratio(StormPhase phase) {
        return kernel.perPage(phase).wallNs() / model.perPage(phase).wallNs();
    }

    /**
     * Who is faster, in a sentence.
     *
     * @return it, without a full stop
     */
    public String verdict() {
        double wall = ratio(StormPhase.WRITE);
        double cpu = kernel.perPage(StormPhase.WRITE).cpuNs()
                / model.perPage(StormPhase.WRITE).cpuNs();
        return wall >= 1 ? verdict("model", "kernel", wall, cpu) : verdict("kernel", "model", 1 / wall, 1 / cpu);
    }

    private static String verdict(String faster, String slower, double wall, double cpu) {
        return String.format(
                Locale.ROOT,
                "the %s is %.1f times as fast as the %s per COW fault (%.1f times by processor time)",
                faster,
                wall,
                slower,
                cpu);
    }
}
