package io.github.accelbed.drivers.experiment;

import io.github.accelbed.reports.result.ExperimentResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A question that takes more than one scenario: it sweeps parameters and draws charts. Experiments are stateless. */
public interface Experiment {
    /**
     * Its name on the command line.
     *
     * @return lower case with hyphens
     */
    String name();

    /**
     * What it answers, in one line.
     *
     * @return a question
     */
    String title();

    /**
     * What can be set.
     *
     * @return all parameters with their defaults and ranges
     */
    List<Parameter> parameters();

    /**
     * Runs it.
     *
     * @param run parameters, seed, prices and whom to tell of progress
     * @return tables, charts and findings; the same input gives the same result
     */
    ExperimentResult run(ExperimentRun run);

    /**
     * What was set, as a reader is shown it.
     *
     * @param run the run
     * @return all parameters with their units, and the seed
     */
    default Map<String, String> shown(ExperimentRun run) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Parameter parameter : parameters()) {
            shown.put(parameter.name(), run.value(parameter.name()) + " " + parameter.unit());
        }
        shown.put("seed", Long.toString(run.seed()));
        return shown;
    }
}
