package io.github.accelbed.drivers;

import io.github.accelbed.drivers.exhaustion.QueueExhaustion;
import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.exposure.Exposure;
import io.github.accelbed.drivers.forkcow.ForkCow;
import io.github.accelbed.drivers.leak.LeakSurface;
import io.github.accelbed.drivers.pipeline.DevicePipeline;
import io.github.accelbed.drivers.pressure.PinPressure;
import io.github.accelbed.drivers.reclaim.ResourceReclaim;
import io.github.accelbed.drivers.setup.SetUpEffort;
import io.github.accelbed.drivers.shared.SharedQueue;
import io.github.accelbed.drivers.vaiova.VaIova;
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
