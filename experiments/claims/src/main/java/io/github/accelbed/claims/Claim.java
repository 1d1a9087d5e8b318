package io.github.accelbed.claims;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimSense;
import io.github.accelbed.scenario.language.VersionRange;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One argument of the threads in our own words, with what is run to judge it. It holds no verdict: that is computed from the outcomes.
 *
 * @param id such as {@code 004-2} or {@code 003-8b}; thread, number and part
 * @param mail where it was made
 * @param statement what is claimed
 * @param speaksOf which rows and kernels it speaks of, in words
 * @param sense how it speaks of them
 * @param day the kernel of its day
 * @param kernels those that it speaks of; null for all
 * @param posting what these kernels stand for, such as {@code the sixth posting}; empty for themselves
 * @param evidence what is run and asked to judge it; empty if it cannot be tested
 * @param explanations what is asked to understand it: of kernels without some mechanism, or of devices with a fault. No verdict hangs on it
 * @param notTestable why nothing can be run; empty if it can
 * @param against ids of the claims that say the opposite
 * @param facts what the scenarios rest on
 * @param remarks what a reader should know, such as what a verdict does not cover; may be empty
 */
public record Claim(
        String id,
        Mail mail,
        String statement,
        String speaksOf,
        ClaimSense sense,
        KernelVersion day,
        @Nullable VersionRange kernels,
        String posting,
        List<Evidence> evidence,
        List<Evidence> explanations,
        String notTestable,
        List<String> against,
        List<Fact> facts,
        String remarks) {

    /** Copies the lists, and checks that the claim either has evidence or a reason for having none. */
    public Claim {
        evidence = List.copyOf(evidence);
        explanations = List.copyOf(explanations);
        against = List.copyOf(against);
        facts = List.copyOf(facts);
        if (!id.matches("[A-Za-z0-9]+(-[A-Za-z0-9]+)*") || statement.isBlank()) {
            throw new IllegalArgumentException("'" + id + "' is no claim's id, or it says nothing");
        }
        if (evidence.isEmpty() == notTestable.isBlank()) {
            throw new IllegalArgumentException(
                    "it needs either 'judge' or 'not-testable', the reason why there is none");
        }
        if (kernels != null && !kernels.contains(day)) {
            throw new IllegalArgumentException("it does not speak of the kernel of its own day, " + day);
        }
        if (evidence.stream().anyMatch(part -> !part.without().isEmpty())) {
            throw new IllegalArgumentException(
                    "a kernel without a mechanism explains and judges nothing: move what has 'without' to 'explain'");
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
     * Whether it speaks of a kernel.
     *
     * @param kernel any
     * @return true if it counts for the verdicts
     */
    public boolean speaksOf(KernelVersion kernel) {
        return kernels == null || kernels.contains(kernel);
    }

    /** All that is asked, for the verdict or to explain it. */
    List<Evidence> asked() {
        return Stream.concat(evidence.stream(), explanations.stream()).toList();
    }

    /**
     * The thread.
     *
     * @return what stands before the first hyphen, three digits in the built-in ledger
     */
    public String thread() {
        int hyphen = id.indexOf('-');
        return hyphen < 0 ? id : id.substring(0, hyphen);
    }
}
