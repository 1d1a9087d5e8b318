package io.github.accelbed.reports.result;

import java.util.List;
import java.util.Locale;

/**
 * What one cell says of a claim.
 *
 * @param phrase the case that it stands for, such as {@code after a fork}
 * @param scenario the scenario's name
 * @param without mechanisms that were left out of the kernel
 * @param backend the row's id
 * @param kernel the version
 * @param answer whether the claim is so there
 * @param saw what the question looked at, with its values; the reason of a skip
 */
public record ClaimAnswer(
        String phrase,
        String scenario,
        List<String> without,
        String backend,
        String kernel,
        Answer answer,
        String saw) {

    /** Copies the list. */
    public ClaimAnswer {
        without = List.copyOf(without);
    }

    /** Whether a claim is so in a cell. */
    public enum Answer {
        /** It is. */
        YES("✓"),
        /** It is not. */
        NO("✗"),
        /** The row does not offer a step of the scenario, or does not exist on the kernel. */
        SKIP("–"),
        /** The scenario came to no end that the question can be asked of. */
        BROKEN("!");

        private final String symbol;

        Answer(String symbol) {
            this.symbol = symbol;
        }

        /**
         * The sign that tells it apart without colour.
         *
         * @return one character
         */
        public String symbol() {
            return symbol;
        }

        /**
         * The answer in a word.
         *
         * @return such as {@code yes}
         */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
