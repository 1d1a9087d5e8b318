package io.github.accelbed.experiments.experiment;

import io.github.accelbed.experiments.experiment.exhaustion.QueueExhaustion;
import io.github.accelbed.experiments.experiment.exposure.Exposure;
import io.github.accelbed.experiments.experiment.forkcow.ForkCow;
import io.github.accelbed.experiments.experiment.leak.LeakSurface;
import io.github.accelbed.experiments.experiment.pipeline.DevicePipeline;
import io.github.accelbed.experiments.experiment.pressure.PinPressure;
import io.github.accelbed.experiments.experiment.reclaim.ResourceReclaim;
import io.github.accelbed.experiments.experiment.setup.SetUpEffort;
import io.github.accelbed.experiments.experiment.shared.SharedQueue;
import io.github.accelbed.experiments.experiment.vaiova.VaIova;
import java.util.List;
import java.util.Optional;

/** Every experiment. A new one is one line here. */
public final class Experiments {
    private static final List<Experiment> ALL = List.of(
            new ForkCow(),
            new QueueExhaustion(),
            new ResourceReclaim(),
            new LeakSurface(),
            new SetUpEffort(),
            new Exposure(),
            new PinPressure(),
            new VaIova(),
            new SharedQueue(),
            new DevicePipeline());

    private Experiments() {}

    /**
     * All experiments.
     *
     * @return in the order of the report
     */
    public static List<Experiment> all() {
        return ALL;
    }

    /**
     * An experiment by its name.
     *
     * @param name such as {@code fork-cow}
     * @return it, or empty
     */
    public static Optional<Experiment> find(String name) {
        return ALL.stream().filter(experiment -> experiment.name().equals(name)).findFirst();
    }
}
