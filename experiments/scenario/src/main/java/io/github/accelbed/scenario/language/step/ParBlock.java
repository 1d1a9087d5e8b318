package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.term.Position;
import java.util.List;

/**
 * {@code par ... and ... end}: branches side by side. A plain run takes them in written order; exploration takes every
 * interleaving. A branch is a sequence of steps of any actors; branches do not nest.
 *
 * @param at where the block begins
 * @param preempt after how many steps of the kernel a plain run suspends the first step of the first branch until the other branches are
 *     through, 0 for never
 * @param branches at least two branches of at least one step each
 */
public record ParBlock(Position at, int preempt, List<List<Step>> branches) implements Statement {

    /** The most steps before a suspension. */
    public static final int MAX_PREEMPT = 1000;

    /**
     * Branches that a plain run takes whole.
     *
     * @param at where the block begins
     * @param branches at least two
     */
    public ParBlock(Position at, List<List<Step>> branches) {
        this(at, 0, branches);
    }

    /** Checks the shape and copies the lists. */
    public ParBlock {
        if (preempt < 0 || preempt > MAX_PREEMPT) {
            throw new IllegalArgumentException("preempt " + preempt);
        }
        branches = branches.stream().map(List::copyOf).toList();
        if (branches.size() < 2 || branches.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a par has at least two branches, and a branch at least one step");
        }
    }
}
