package io.github.accelbed.model.step;

import io.github.accelbed.model.cost.Clock;
import io.github.accelbed.model.cost.CostTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all actors of one run share: the clock, the prices and the listener. */
public final class StepMachine {
    private final Clock clock = new Clock();
    private final CostTable costs;
    private final List<Actor> actors = new ArrayList<>();
    /** Read by actors at each step, hence no accessor. */
    @Nullable
    StepListener listener;

    /**
     * A machine at time zero.
     *
     * @param costs the prices
     */
    public StepMachine(CostTable costs) {
        this.costs = costs;
    }

    /**
     * The one clock of the run.
     *
     * @return the clock
     */
    public Clock clock() {
        return clock;
    }

    /**
     * The prices.
     *
     * @return the table
     */
    public CostTable costs() {
        return costs;
    }

    /**
     * All actors made so far.
     *
     * @return in order of creation
     */
    public List<Actor> actors() {
        return Collections.unmodifiableList(actors);
    }

    /**
     * Sets who hears the steps.
     *
     * @param newListener the listener, or null for none
     */
    public void listen(@Nullable StepListener newListener) {
        listener = newListener;
    }

    /**
     * The sum-of-steps invariant: in a serial run the busy times of all actors add up to the elapsed time, so no step's
     * cost was lost and none was counted twice.
     *
     * @return true if it holds
     */
    public boolean timesAddUp() {
        long sum = 0;
        for (Actor actor : actors) {
            sum += actor.busyPs();
        }
        return sum == clock.nowPs();
    }

    void add(Actor actor) {
        actors.add(actor);
    }
}
