package io.github.accelbed.scenario.program;

import io.github.accelbed.scenario.language.Scenario;

/**
 * Says whether a smaller scenario still shows what the whole one showed.
 *
 * @param <X> what ends the search at once
 */
@FunctionalInterface
public interface FailureCheck<X extends Exception> {

    /**
     * Looks at one scenario.
     *
     * @param candidate a scenario that the parser read
     * @return true if it still fails
     * @throws X if it cannot be told
     */
    boolean stillFails(Scenario candidate) throws X;
}
