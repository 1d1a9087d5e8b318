package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.language.condition.Condition;
import io.github.accelbed.scenario.language.term.Position;
import java.util.List;

/**
 * One line below {@code expect}: what must hold in the cells that its prefix names. All lines that speak for a cell must
 * hold there.
 *
 * @param at where the line begins
 * @param backends the backend ids of the prefix; empty means every backend
 * @param ranges the kernels of the prefix; empty means every kernel
 * @param quantifier in how many outcomes the condition holds
 * @param condition what is demanded
 * @param text the line as written, without comment and outer blanks
 */
public record Expectation(
        Position at,
        List<String> backends,
        List<VersionRange> ranges,
        Quantifier quantifier,
        Condition condition,
        String text) {

    /** Copies the lists. */
    public Expectation {
        backends = List.copyOf(backends);
        ranges = List.copyOf(ranges);
    }

    /**
     * The line it stands on.
     *
     * @return the number from 1, or 0 if it was not read from a text
     */
    public int line() {
        return at.line();
    }

    /**
     * The same condition as something that always holds, which is what every quantifier but {@code never} says of a single outcome.
     *
     * @return a copy, or this one if it says {@code never}
     */
    public Expectation ofOneOutcome() {
        return quantifier == Quantifier.NEVER
                ? this
                : new Expectation(at, backends, ranges, Quantifier.ALWAYS, condition, text);
    }

    /**
     * Whether the expectation speaks for a cell.
     *
     * @param backend the cell's backend id; {@code mm} for a scenario without {@code open}
     * @param kernel the cell's kernel
     * @return true if the prefix names both, or leaves them open
     */
    public boolean speaksFor(String backend, KernelVersion kernel) {
        return (backends.isEmpty() || backends.contains(backend))
                && (ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(kernel)));
    }
}
