package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentAbilities;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How well the model answers for the running kernel.
 *
 * @param kernel the running kernel
 * @param abilities what the machine let the agent do
 * @param seed of the random programs
 * @param scenarios built-in scenarios: how many there are, ran and agreed
 * @param programs random programs: how many there are, ran and agreed
 * @param devices built-in scenarios once more on real devices: how many concern one, ran and agreed
 * @param devicePrograms random programs of real devices: how many there are, ran and agreed
 * @param outcomes of each built-in scenario on each row that it was asked on
 * @param agreement by step kind
 * @param notCarriedOut why something was left out, and how often
 * @param unrepeatable what differed once and agreed when it was repeated, in words
 * @param disagreements all others, shrunk
 */
public record Conformance(
        RunningKernel kernel,
        AgentAbilities abilities,
        long seed,
        Tally scenarios,
        Tally programs,
        Tally devices,
        Tally devicePrograms,
        SortedMap<Cell, Outcome> outcomes,
        Map<String, KindCount> agreement,
        SortedMap<String, Long> notCarriedOut,
        List<String> unrepeatable,
        List<Disagreement> disagreements) {

    /**
     * How many there were.
     *
     * @param all in all
     * @param carriedOut of which this machine could carry out so many
     * @param agreed of which model and kernel agreed on so many, in every step
     */
    public record Tally(int all, int carriedOut, int agreed) {
        Tally and(Tally other) {
            return new Tally(all + other.all, carriedOut + other.carriedOut, agreed + other.agreed);
        }
    }

    /**
     * A scenario on a row.
     *
     * @param scenario its name
     * @param row which row's device was asked; {@code mm} for one without a device
     */
    public record Cell(String scenario, String row) implements Comparable<Cell> {
        private static final Comparator<Cell> ORDER =
                Comparator.comparing(Cell::scenario).thenComparing(Cell::row);

        @Override
        public int compareTo(Cell other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What a scenario came to.
     *
     * @param result whether model and kernel answered alike
     * @param why what differs, or why it was not carried out; empty if they agree
     */
    public record Outcome(Result result, String why) {}

    /** Whether model and kernel answered alike. */
    public enum Result {
        /** In every step that was compared. */
        SAME,
        /** In some step they did not. */
        DIFFERS,
        /** The kernel was not asked. */
        NOT_CARRIED_OUT
    }

    /**
     * Something of one kernel.
     *
     * @param kernel whose
     * @param what it is
     */
    record Of<T>(RunningKernel kernel, T what) {}

    /** The same thing of each kernel, one after the other. */
    static <T> List<Of<T>> each(List<Conformance> sweep, Function<Conformance, Collection<T>> things) {
        return sweep.stream()
                .flatMap(one -> things.apply(one).stream().map(thing -> new Of<>(one.kernel(), thing)))
                .toList();
    }

    /** Copies the collections. */
    public Conformance {
        outcomes = new TreeMap<>(outcomes);
        agreement = new TreeMap<>(agreement);
        notCarriedOut = new TreeMap<>(notCarriedOut);
        unrepeatable = List.copyOf(unrepeatable);
        disagreements = List.copyOf(disagreements);
    }

    /**
     * Whether model and kernel agreed on everything that was carried out.
     *
     * @return true if no disagreement is left
     */
    public boolean full() {
        return disagreements.isEmpty();
    }
}
