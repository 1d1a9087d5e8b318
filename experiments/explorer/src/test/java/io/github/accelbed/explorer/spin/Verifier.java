package io.github.accelbed.explorer.spin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The verifier of one model: {@code pan}.
 *
 * @param folder where it is
 * @param generating how long {@code spin -a} took
 * @param compiling how long the C compiler took
 */
record Verifier(Path folder, Duration generating, Duration compiling) {
    private static final Pattern OUTCOME = Pattern.compile("^OUTCOME (.*)$", Pattern.MULTILINE);
    private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
    private static final Pattern STATES = Pattern.compile("^\\s*([0-9.e+]+) states, stored", Pattern.MULTILINE);
    private static final Pattern TRANSITIONS = Pattern.compile("^\\s*([0-9.e+]+) transitions", Pattern.MULTILINE);
    /** A stack and a hash table that are large enough for all models and small enough to cost nothing; no list of dead code. */
    private static final List<String> SEARCH = List.of("./pan", "-m10000", "-w20", "-n");

    private static final List<String> GAVE_UP =
            List.of("max search depth too small", "out of memory", "Search not completed", "Segmentation");

    /**
     * What a search found.
     *
     * @param outcomes the distinct outcomes that it printed
     * @param errors failed assertions and deadlocks; the search ends at the first
     * @param states states that it stored
     * @param transitions transitions that it took
     * @param wall from the start of the process to its end
     */
    record Search(Set<String> outcomes, long errors, long states, long transitions, Duration wall) {}

    /** Searches all states. */
    Search search() {
        return search(Map.of());
    }

    /**
     * Searches all states for an outcome that is not one of these.
     *
     * @param allowed outcomes
     * @return one error if there is another, otherwise none
     */
    Search searchForOthersThan(Collection<String> allowed) {
        return search(Map.of("ALLOWED", String.join("\n", allowed)));
    }

    private Search search(Map<String, String> environment) {
        long start = System.nanoTime();
        String said = Spin.run(folder, environment, SEARCH);
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        long errors = number(ERRORS, said);
        for (String gaveUp : GAVE_UP) {
            if (errors == 0 && said.contains(gaveUp)) {
                throw new IllegalStateException("pan did not search everything: " + said);
            }
        }
        Set<String> outcomes = new TreeSet<>();
        Matcher matcher = OUTCOME.matcher(said);
        while (matcher.find()) {
            outcomes.add(matcher.group(1));
        }
        return new Search(outcomes, errors, number(STATES, said), number(TRANSITIONS, said), wall);
    }

    private static long number(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new IllegalStateException("found no '" + pattern + "' in: " + said);
        }
        return (long) Double.parseDouble(matcher.group(1));
    }
}
