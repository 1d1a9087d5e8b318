package io.github.accelbed.reports.result;

import java.util.List;

/**
 * What is needed to make the same report again. There is no date: the same input gives the same bytes.
 *
 * @param version of accelbed
 * @param commandLine as the user would type it, such as {@code ./accelbed report}
 * @param seed of all random choices
 * @param kernels that were run, oldest first
 * @param backends that were run, in the order of their columns
 */
public record GeneratedWith(
        String version, String commandLine, long seed, List<String> kernels, List<String> backends) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if version or command line is blank
     */
    public GeneratedWith {
        Checks.notBlank(version, "version");
        Checks.notBlank(commandLine, "command line");
        kernels = List.copyOf(kernels);
        backends = List.copyOf(backends);
    }
}
