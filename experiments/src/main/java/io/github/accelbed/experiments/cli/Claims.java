package io.github.accelbed.experiments.cli;

import io.github.accelbed.reports.result.ClaimEntry;
import java.util.List;

/** The arguments of the threads that built-in scenarios refer to. */
final class Claims {
    private Claims() {}

    static List<ClaimEntry> all() {
        return List.of();
    }

    static List<String> ids() {
        return List.of();
    }
}
