package io.github.accelbed.claims;

import java.util.List;

/**
 * A circumstance that a claim is asked in.
 *
 * @param phrase it, as it stands in a sentence, such as {@code after a fork}; never the name of a scenario
 * @param scenarios names of those that show it, all of them; empty where nothing has to run
 */
public record Case(String phrase, List<String> scenarios) {

    /** Copies the list, and checks that there is a phrase. */
    public Case {
        scenarios = List.copyOf(scenarios);
        if (phrase.isBlank()) {
            throw new IllegalArgumentException(
                    "a case needs a phrase that stands in a sentence, such as 'after a fork'");
        }
    }
}
