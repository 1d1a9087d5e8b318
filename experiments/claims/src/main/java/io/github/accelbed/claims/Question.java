package io.github.accelbed.claims;

import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.scenario.language.condition.Comparator;
import java.util.List;
import java.util.Locale;

/** What is asked of every cell of a piece of evidence. Its answer is whether the claim is so there. */
public sealed interface Question {

    /**
     * A condition on the cell's outcome, in the words of an expectation.
     *
     * @param condition such as {@code r0 = "old" and faults(q) > 0}, or {@code sometimes: r0 = "old"} where a scenario has several outcomes
     */
    record Holds(String condition) implements Question {}

    /**
     * The same steps give the same answers elsewhere.
     *
     * @param beside the row of the other cell, of the same scenario and kernel
     */
    record Same(String beside) implements Question {}

    /**
     * A counter against that of another cell of the same kernel.
     *
     * @param counter such as {@code syscalls(A)}; the number of an outcome, 0 if it is not listed there
     * @param comparator how it relates to the other's
     * @param besideScenario the other cell's scenario, or empty for the same
     * @param besideBackend the other cell's row, or empty for the same
     * @param percent the other cell's number is scaled by this, 100 for as it is
     */
    record Compares(String counter, Comparator comparator, String besideScenario, String besideBackend, int percent)
            implements Question {}

    /**
     * What a row offers on a kernel; nothing is run.
     *
     * @param all steps, by the names of {@code accelbed list backends}, each of which it must offer
     * @param none steps of which it must offer none
     */
    record Offers(List<String> all, List<String> none) implements Question {

        /** Copies the lists. */
        public Offers {
            all = List.copyOf(all);
            none = List.copyOf(none);
        }
    }

    /**
     * What a row is by design on a kernel, such as out of tree; nothing is run.
     *
     * @param trait what it is
     * @param so whether it has to be so, or not so
     */
    record Is(RowTrait trait, boolean so) implements Question {

        /** Its name as claims write it. */
        String name() {
            return trait.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
