package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;

/**
 * Makes of a scenario that shows something a small one that shows it too, by delta debugging (Zeller and Hildebrandt, "Simplifying and
 * isolating failure-inducing input", 2002): first half of the steps goes, then quarters, down to single steps; then what is left
 * becomes simpler: fewer pages, no flags, small values, no header that is not needed. It ends where no single change of these is
 * possible any more, or when it has asked often enough. The order is fixed, so the same scenario and answers give the same result.
 */
public final class Shrinker {
    private final Mender mender;
    private final int maxChecks;

    /**
     * A shrinker.
     *
     * @param parser knows the words of the scenarios; its result is what is checked
     * @param maxChecks how many scenarios are checked at most, 0 or more
     */
    public Shrinker(ScenarioParser parser, int maxChecks) {
        mender = new Mender(parser);
        this.maxChecks = maxChecks;
    }

    /**
     * Shrinks a scenario. Expectations are given up if the check does not need them, and registers are numbered anew.
     *
     * @param scenario what fails, read or built
     * @param check says whether a smaller one still does; the scenario itself is not checked
     * @param <X> what the check may throw
     * @return the smallest one found; the parser reads back what is printed of it
     * @throws IllegalArgumentException if the scenario is none that the parser reads
     * @throws X if the check throws it
     */
    public <X extends Exception> Scenario shrink(Scenario scenario, FailureCheck<X> check) throws X {
        Scenario read = mender.mend(scenario);
        if (read == null || Edits.size(read) != Edits.size(scenario)) {
            throw new IllegalArgumentException("not a scenario that can be read: " + scenario.name());
        }
        Search<X> search = new Search<>(mender, check, maxChecks, read);
        search.run();
        Scenario renumbered = mender.mend(Registers.renumber(search.best()));
        // Another thing may have such a name; then the registers keep theirs.
        return renumbered != null && Edits.size(renumbered) == Edits.size(search.best()) ? renumbered : search.best();
    }
}
