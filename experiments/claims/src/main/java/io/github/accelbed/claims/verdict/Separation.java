package io.github.accelbed.claims.verdict;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the smallest condition that separates the points where something holds from the others, exactly: first one set in each of as few
 * dimensions as possible, or all but such a product; where no product separates them, a case for each part of the dimension that makes
 * the shortest list. Ties go to the first in the order kernel, backend, so the same points give the same condition.
 */
public final class Separation {
    /** A further dimension is worse than any number of values in one. */
    private static final int DIMENSION = 1000;

    /** Between equals, what is said straight is easier than an exception. */
    private static final int EXCEPTION = 1;

    /** Every choice of at least one dimension. */
    private static final List<Set<Dimension>> SUBSETS = Sets.powerSet(EnumSet.allOf(Dimension.class)).stream()
            .filter(subset -> !subset.isEmpty())
            .toList();

    private record Found(Condition condition, int cost) {}

    private final Domain domain;

    private Separation(Domain domain) {
        this.domain = domain;
    }

    /**
     * The condition.
     *
     * @param points at least one; two at the same place must agree
     * @return what is true of exactly those that hold
     */
    public static Condition of(List<Point> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("no points");
        }
        return new Separation(Domain.of(points)).find(points).condition();
    }

    private Found find(List<Point> points) {
        boolean any = points.stream().anyMatch(Point::holds);
        boolean all = points.stream().allMatch(Point::holds);
        if (any == all) {
            return new Found(new Condition.Constant(any), 0);
        }
        return product(points).orElseGet(() -> cases(points));
    }

    private Optional<Found> product(List<Point> points) {
        Found best = null;
        for (Set<Dimension> dimensions : SUBSETS) {
            best = better(best, product(points, dimensions, true));
            best = better(best, product(points, dimensions, false));
        }
        return Optional.ofNullable(best);
    }

    private static @Nullable Found better(@Nullable Found best, @Nullable Found other) {
        return best == null || (other != null && other.cost() < best.cost()) ? other : best;
    }

    /** The smallest product that has in it all points that hold (or all that do not), if it has no other in it. */
    private @Nullable Found product(List<Point> points, Set<Dimension> dimensions, boolean holding) {
        Map<Dimension, Set<String>> sets = new EnumMap<>(Dimension.class);
        for (Dimension dimension : dimensions) {
            Set<String> set = new LinkedHashSet<>();
            points.stream().filter(point -> point.holds() == holding).forEach(point -> set.add(point.at(dimension)));
            sets.put(dimension, set);
        }
        Condition within = new Condition.Within(sets, !holding);
        if (!points.stream().allMatch(point -> within.covers(point) == point.holds())) {
            return null;
        }
        int cost = holding ? 0 : EXCEPTION;
        for (Dimension dimension : dimensions) {
            cost += DIMENSION + domain.cost(dimension, sets.getOrDefault(dimension, Set.of()));
        }
        return new Found(within, cost);
    }

    private Found cases(List<Point> points) {
        Found best = null;
        for (Dimension dimension : Dimension.values()) {
            if (Domain.of(points).of(dimension).size() > 1) {
                best = better(best, cases(points, dimension));
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("points at one place disagree: " + points.get(0));
        }
        return best;
    }

    /** Values of which the same is true go together. */
    private Found cases(List<Point> points, Dimension dimension) {
        Map<String, List<Point>> byValue = Multimaps.asMap(Multimaps.index(points, point -> point.at(dimension)));
        ListMultimap<Condition, String> byCondition =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        int cost = 0;
        for (Map.Entry<String, List<Point>> entry : byValue.entrySet()) {
            Found found = find(entry.getValue());
            if (!byCondition.containsKey(found.condition())) {
                cost += DIMENSION + found.cost();
            }
            byCondition.put(found.condition(), entry.getKey());
        }
        List<Condition.Case> cases = new ArrayList<>();
        for (Map.Entry<Condition, List<String>> entry :
                Multimaps.asMap(byCondition).entrySet()) {
            cases.add(new Condition.Case(entry.getValue(), entry.getKey()));
            cost += domain.cost(dimension, Set.copyOf(entry.getValue()));
        }
        return new Found(new Condition.Cases(dimension, cases), cost);
    }
}
