package io.github.accelbed.experiments.language.step;

import io.github.accelbed.experiments.language.term.Position;
import java.util.List;

/**
 * {@code par ... and ... end}: branches side by side. A plain run takes them in written order; exploration takes every
 * interleaving. A branch is a sequence of steps of any actors; branches do not nest.
 *
 * @param at where the block begins
 * @param branches at least two branches of at least one step each
 */
public record ParBlock(Position at, List<List<Step>> branches) implements Statement {

    /** Checks the shape and copies the lists. */
    public ParBlock {
        branches = branches.stream().map(List::copyOf).toList();
        if (branches.size() < 2 || branches.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a par has at least two branches, and a branch at least one step");
        }
    }
}
