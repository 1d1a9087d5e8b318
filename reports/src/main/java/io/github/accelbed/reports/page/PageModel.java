package io.github.accelbed.reports.page;

import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Finding;
import io.github.accelbed.reports.result.ReportDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the templates show.
 *
 * @param document what was handed in
 * @param css of the page, with the backends' colours
 * @param script that filters; the page works without it
 * @param matrices of the scenarios
 * @param experiments in order
 * @param scenarios in order
 * @param claimScopes the columns of verdicts
 * @param claims in order
 * @param unverifiedCosts how many of the costs were not verified
 */
public record PageModel(
        ReportDocument document,
        String css,
        String script,
        List<MatrixView> matrices,
        List<ExperimentView> experiments,
        List<ScenarioView> scenarios,
        List<String> claimScopes,
        List<ClaimView> claims,
        long unverifiedCosts) {
    /**
     * A count for the summary.
     *
     * @param status which cells
     * @return how many, digits in groups of three
     */
    public String count(CellStatus status) {
        return Numbers.count(document.run().count(status));
    }

    /**
     * What readers of the threads do not know.
     *
     * @return in order of weight
     */
    public List<Finding> news() {
        return document.news();
    }

    /**
     * Where a scenario is on the page.
     *
     * @param name its name
     * @return the link; empty if it is not there
     */
    public String scenarioHref(String name) {
        return document.run().scenarios().stream()
                        .anyMatch(scenario -> scenario.name().equals(name))
                ? "#" + Slug.scenario(name)
                : "";
    }

    /**
     * A folder of scenarios, for the contents.
     *
     * @param name of the folder
     * @param href to its first scenario
     * @param scenarios how many
     */
    public record ScenarioGroup(String name, String href, int scenarios) {}

    /**
     * The folders of the scenarios; a folder may stand in several matrices.
     *
     * @return each once, in the order of the page
     */
    public List<ScenarioGroup> scenarioGroups() {
        Map<String, ScenarioGroup> groups = new LinkedHashMap<>();
        for (MatrixView matrix : matrices) {
            for (MatrixView.Group group : matrix.groups()) {
                String name = group.prefix().isEmpty() ? "other" : group.prefix();
                groups.merge(
                        name,
                        new ScenarioGroup(
                                name, group.rows().get(0).href(), group.rows().size()),
                        (a, b) -> new ScenarioGroup(name, a.href(), a.scenarios() + b.scenarios()));
            }
        }
        return List.copyOf(groups.values());
    }

    /**
     * The threads that claims were made in.
     *
     * @return each once, in order
     */
    public List<String> claimThreads() {
        return claims.stream().map(claim -> claim.entry().thread()).distinct().toList();
    }

    /**
     * Who made the claims.
     *
     * @return each once, in order of the first
     */
    public List<String> claimAuthors() {
        return claims.stream()
                .map(claim -> claim.entry().source().author())
                .distinct()
                .toList();
    }

    /**
     * The claims that were judged without each mechanism.
     *
     * @return the rows of the matrix of mechanisms
     */
    public List<ClaimView> ablated() {
        return claims.stream()
                .filter(claim -> !claim.entry().ablations().isEmpty())
                .toList();
    }

    /**
     * All cells.
     *
     * @return how many, digits in groups of three
     */
    public String cells() {
        return Numbers.count(document.run().scenarios().stream()
                .mapToLong(scenario -> scenario.cells().size())
                .sum());
    }
}
