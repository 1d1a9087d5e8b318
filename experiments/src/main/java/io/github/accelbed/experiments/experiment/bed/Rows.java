package io.github.accelbed.experiments.experiment.bed;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import java.util.List;

/** Which rows and kernels the experiments compare: those of a scenario that names none. */
public final class Rows {
    private Rows() {}

    /**
     * The rows.
     *
     * @return those of the default ones that are registered
     */
    public static List<AccessBackend> rows() {
        return Scenario.DEFAULT_BACKENDS.stream()
                .flatMap(id -> Backends.find(id).stream())
                .toList();
    }

    /**
     * The kernels.
     *
     * @return one an era, oldest first
     */
    public static List<KernelVersion> kernels() {
        return Scenario.DEFAULT_KERNELS;
    }

    /**
     * The oldest and the newest kernel.
     *
     * @return two
     */
    public static List<KernelVersion> ends() {
        List<KernelVersion> all = kernels();
        return List.of(all.get(0), all.get(all.size() - 1));
    }
}
