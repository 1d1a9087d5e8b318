package io.github.accelbed.claims.verdict;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** When something is so: the smallest description found that is true of exactly the points where it holds. */
public sealed interface Condition {

    /**
     * Whether it is said to be so at a point.
     *
     * @param point any point; whether it holds is not looked at
     * @return what the condition says
     */
    boolean covers(Point point);

    /**
     * Always or never.
     *
     * @param holds which
     */
    record Constant(boolean holds) implements Condition {
        @Override
        public boolean covers(Point point) {
            return holds;
        }
    }

    /**
     * Where every dimension that is named lies in its set, or everywhere else.
     *
     * @param sets the sets, none of them the whole dimension
     * @param except true for everywhere else
     */
    record Within(Map<Dimension, Set<String>> sets, boolean except) implements Condition {

        /** Copies the sets; their order is kept. */
        public Within {
            Map<Dimension, Set<String>> copy = new EnumMap<>(Dimension.class);
            sets.forEach((dimension, set) -> copy.put(dimension, new LinkedHashSet<>(set)));
            sets = copy;
        }

        @Override
        public boolean covers(Point point) {
            boolean inside =
                    sets.entrySet().stream().allMatch(set -> set.getValue().contains(point.at(set.getKey())));
            return inside != except;
        }
    }

    /**
     * A condition for each part of a dimension.
     *
     * @param dimension what is told apart first
     * @param cases at least two; their values make up the dimension
     */
    record Cases(Dimension dimension, List<Case> cases) implements Condition {

        /** Copies the list. */
        public Cases {
            cases = List.copyOf(cases);
        }

        @Override
        public boolean covers(Point point) {
            return cases.stream()
                    .filter(one -> one.values().contains(point.at(dimension)))
                    .anyMatch(one -> one.when().covers(point));
        }
    }

    /**
     * One of the {@link Cases}.
     *
     * @param values of the dimension, in order
     * @param when the condition among these
     */
    record Case(List<String> values, Condition when) {

        /** Copies the list. */
        public Case {
            values = List.copyOf(values);
        }
    }
}
