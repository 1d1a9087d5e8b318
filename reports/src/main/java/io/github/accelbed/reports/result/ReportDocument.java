package io.github.accelbed.reports.result;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that one report shows.
 *
 * @param title of the page
 * @param generatedWith what is needed to make it again
 * @param run the scenarios with their cells
 * @param experiments in the order in which they are to be shown
 * @param costs the figures that the run used
 * @param news what readers of the threads do not know, first on the page
 * @param claims the ledger, in its order
 */
public record ReportDocument(
        String title,
        GeneratedWith generatedWith,
        RunResult run,
        List<ExperimentResult> experiments,
        List<CostUse> costs,
        List<Finding> news,
        List<ClaimEntry> claims) {
    /**
     * Checks and copies the arguments.
     *
     * @throws IllegalArgumentException if the title is blank, or two experiments or claims have one name
     */
    public ReportDocument {
        Checks.notBlank(title, "title");
        experiments = List.copyOf(experiments);
        costs = List.copyOf(costs);
        news = List.copyOf(news);
        claims = List.copyOf(claims);
        Set<String> names = new HashSet<>();
        for (ExperimentResult experiment : experiments) {
            if (!names.add(experiment.name())) {
                throw new IllegalArgumentException("two experiments are named " + experiment.name());
            }
        }
        Set<String> ids = new HashSet<>();
        for (ClaimEntry claim : claims) {
            if (!ids.add(claim.id())) {
                throw new IllegalArgumentException("two claims have the id " + claim.id());
            }
        }
    }
}
