package io.github.accelbed.drivers.experiment;

import io.github.accelbed.model.cost.CostTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One run of an experiment.
 *
 * @param values all parameters by name
 * @param seed the seed of everything random
 * @param costs the prices
 * @param progress told in a few words what is done; may print
 */
public record ExperimentRun(Map<String, Long> values, long seed, CostTable costs, Consumer<String> progress) {

    /** Copies the values. */
    public ExperimentRun {
        values = Map.copyOf(values);
    }

    /**
     * A run with the defaults where nothing else is said.
     *
     * @param experiment whose parameters
     * @param changed parameters that differ from the default, by name; each must exist and lie in its range
     * @param seed the seed
     * @param costs the prices
     * @param progress told what is done
     * @return the run
     */
    public static ExperimentRun of(
            Experiment experiment, Map<String, Long> changed, long seed, CostTable costs, Consumer<String> progress) {
        Map<String, Long> values = new TreeMap<>();
        for (Parameter parameter : experiment.parameters()) {
            long value = changed.getOrDefault(parameter.name(), parameter.defaultValue());
            if (value < parameter.min() || value > parameter.max()) {
                throw new IllegalArgumentException(parameter.name() + " = " + value + " is out of range: "
                        + parameter.min() + " to " + parameter.max() + " " + parameter.unit());
            }
            values.put(parameter.name(), value);
        }
        return new ExperimentRun(values, seed, costs, progress);
    }

    /**
     * A parameter's value.
     *
     * @param name its name
     * @return the value
     */
    public long value(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value;
    }
}
