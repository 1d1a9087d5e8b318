package io.github.accelbed.scenario.backend;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.scenario.language.Scenario;
import java.util.List;

/** Which rows and kernels the experiments compare. */
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
     * The rows that an experiment over all of them compares.
     *
     * @return every registered one
     */
    public static List<AccessBackend> all() {
        return Backends.all();
    }

    /**
     * A few kernels for an experiment over every row: before COW was settled and before uacce was merged, after it, with the COW of 6.2
     * still to come, and the newest.
     *
     * @return four, oldest first
     */
    public static List<KernelVersion> few() {
        return List.of("4.20", "5.10", "6.1", "7.0").stream()
                .map(KernelVersion::parse)
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
