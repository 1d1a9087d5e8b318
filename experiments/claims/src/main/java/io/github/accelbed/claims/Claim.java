package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import java.util.List;

/**
 * One argument of the threads in our own words, with what is run to judge it. It holds no verdict: that is computed from the outcomes.
 *
 * @param id such as {@code 004-2}; thread and number
 * @param mail where it was made
 * @param statement what is claimed
 * @param speaksOf which rows and kernels it speaks of, in words
 * @param sense how it speaks of them
 * @param day the kernel of its day
 * @param evidence what is run and asked; empty if it cannot be tested
 * @param notTestable why nothing can be run; empty if it can
 * @param facts what the scenarios rest on
 * @param remarks what a reader should know, such as what a verdict does not cover; may be empty
 */
public record Claim(
        String id,
        Mail mail,
        String statement,
        String speaksOf,
        Sense sense,
        KernelVersion day,
        List<Evidence> evidence,
        String notTestable,
        List<Fact> facts,
        String remarks) {

    /** Copies the lists, and checks that the claim either has evidence or a reason for having none. */
    public Claim {
        evidence = List.copyOf(evidence);
        facts = List.copyOf(facts);
        if (!id.matches("[0-9]{3}-[0-9]{1,2}") || statement.isBlank()) {
            throw new IllegalArgumentException("'" + id + "' is no claim's id, or it says nothing");
        }
        if (evidence.isEmpty() == notTestable.isBlank()) {
            throw new IllegalArgumentException(id + " needs either evidence or the reason why it has none");
        }
    }

    /**
     * Whether something can be run.
     *
     * @return true if there is evidence
     */
    public boolean testable() {
        return !evidence.isEmpty();
    }

    /**
     * The thread.
     *
     * @return three digits
     */
    public String thread() {
        return id.substring(0, 3);
    }
}
