package io.github.accelbed.fuzzer;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.scenario.language.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * What came out of one program.
 *
 * @param scenario as it was read; null if it was refused
 * @param plain its plain run; null if that broke
 * @param states its exploration; null if there was none or it broke
 * @param both whether it was explored in both ways, each to its end
 * @param failure what is wrong, or null
 */
record Examination(
        @Nullable Scenario scenario,
        @Nullable CellResult plain,
        @Nullable CellResult states,
        boolean both,
        @Nullable Failure failure) {}
