package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Unwoven;
import org.jspecify.annotations.Nullable;

/**
 * Something with several actors of which any may take the next step. Its stores are undone by somebody else, so it needs no way back of its
 * own.
 */
@Unwoven
public interface Explorable {

    /**
     * How many actors there can be.
     *
     * @return at least 1, always the same
     */
    int actors();

    /**
     * Takes one atomic step.
     *
     * @param actor from 0
     * @return false if the actor has nothing to do or waits; the world may have changed and is to be undone
     */
    boolean step(int actor);

    /**
     * Whether an actor's next step may as well never come, so that nobody waits for it.
     *
     * @param actor from 0
     * @return false unless said otherwise
     */
    default boolean optional(int actor) {
        return false;
    }

    /**
     * Where an actor is in what it has to do.
     *
     * @param actor from 0
     * @return a number that the state determines; the same one for two places only costs some reduction
     */
    long location(int actor);

    /**
     * What is worth telling of the last step.
     *
     * @return a fault that it began to answer, or null
     */
    @Nullable
    String note();

    /**
     * Whether the last step went further than the exploration is to go.
     *
     * @return true if what comes after it is left out
     */
    boolean beyond();

    /**
     * When nobody can take a step but {@link #optional} ones, something may follow from that: what comes after all have come to their end, or the answer of somebody
     * who waits in vain.
     *
     * @return false if nothing does, so that this is the end
     */
    boolean giveUp();

    /**
     * What must always hold and does not; asked in each new state.
     *
     * @throws RuntimeException if something does not hold
     */
    void check();

    /**
     * How it ended; asked when nobody can take a step.
     *
     * @return an object whose {@code equals} tells one outcome from another
     */
    Object end();
}
