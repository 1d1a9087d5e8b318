package io.github.accelbed.claims.verdict;

import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says a condition in words. Kernels are named by the ends of a range of those that were run. */
public final class ConditionText {
    private final Domain domain;

    /**
     * Words for conditions on these points.
     *
     * @param points all that were judged, kernels oldest first
     */
    public ConditionText(Collection<Point> points) {
        domain = Domain.of(points);
    }

    /**
     * The condition as a clause.
     *
     * @param condition found among the points
     * @return such as {@code from 5.9} or {@code on vfio up to 5.8}
     */
    public String of(Condition condition) {
        if (condition instanceof Condition.Constant constant) {
            return constant.holds() ? "always" : "never";
        }
        if (condition instanceof Condition.Within within) {
            return within(within);
        }
        Condition.Cases cases = (Condition.Cases) condition;
        return cases.cases().stream()
                .map(one -> set(cases.dimension(), Set.copyOf(one.values())) + ": " + nested(one.when()))
                .collect(Collectors.joining("; "));
    }

    private String nested(Condition condition) {
        return condition instanceof Condition.Cases ? "(" + of(condition) + ")" : of(condition);
    }

    private String within(Condition.Within within) {
        List<String> parts = new ArrayList<>();
        for (Dimension dimension : List.of(Dimension.BACKEND, Dimension.KERNEL)) {
            Set<String> set = within.sets().get(dimension);
            if (set != null) {
                parts.add(set(dimension, set));
            }
        }
        return (within.except() ? "except " : "") + String.join(" ", parts);
    }

    private String set(Dimension dimension, Set<String> set) {
        return switch (dimension) {
            case KERNEL -> kernels(set);
            case BACKEND -> rows(set);
        };
    }

    /** Of more than half of the rows, those that are missing are fewer. */
    private String rows(Set<String> set) {
        List<String> all = domain.of(Dimension.BACKEND);
        List<String> others = all.stream().filter(name -> !set.contains(name)).toList();
        if (others.size() + 1 < set.size() && !others.isEmpty()) {
            return "on all rows but " + Words.list(others);
        }
        return "on " + Words.list(all.stream().filter(set::contains).toList());
    }

    private String kernels(Set<String> set) {
        List<String> all = domain.of(Dimension.KERNEL);
        List<String> ranges = new ArrayList<>();
        for (List<String> stretch : domain.stretches(Dimension.KERNEL, set)) {
            String first = stretch.get(0);
            String last = stretch.get(stretch.size() - 1);
            boolean fromStart = first.equals(all.get(0));
            boolean toEnd = last.equals(all.get(all.size() - 1));
            if (fromStart && toEnd) {
                ranges.add("on every kernel");
            } else if (fromStart) {
                ranges.add("up to " + last);
            } else if (toEnd) {
                ranges.add("from " + first);
            } else if (stretch.size() == 1) {
                ranges.add("on " + first + " alone");
            } else {
                ranges.add("from " + first + " to " + last);
            }
        }
        return Words.list(ranges);
    }
}
