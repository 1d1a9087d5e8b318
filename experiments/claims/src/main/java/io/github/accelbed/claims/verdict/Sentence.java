package io.github.accelbed.claims.verdict;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says in one sentence in which cases something is so: {@code for memory that is there; after a fork only from 5.9; not beyond
 * RLIMIT_MEMLOCK}. Cases that answer alike go together.
 */
public final class Sentence {
    private static final String ALWAYS = "always";
    private static final String NEVER = "never";

    private Sentence() {}

    /**
     * The sentence, without a capital and a full stop.
     *
     * @param cases the points of each case, by its phrase, such as {@code after a fork}; some of them hold and some do not
     * @return when it is so
     */
    public static String of(Map<String, List<Point>> cases) {
        SetMultimap<String, String> alike = LinkedHashMultimap.create();
        cases.forEach((phrase, points) -> alike.put(new ConditionText(points).of(Separation.of(points)), phrase));
        if (alike.keySet().size() == 1) {
            return alike.keySet().iterator().next();
        }
        List<String> parts = new ArrayList<>();
        if (alike.containsKey(ALWAYS)) {
            parts.add(list(alike.get(ALWAYS), "and"));
        }
        alike.asMap().forEach((when, phrases) -> {
            if (!when.equals(ALWAYS) && !when.equals(NEVER)) {
                parts.add(list(phrases, "and") + (when.startsWith("except ") ? " " : " only ") + when);
            }
        });
        if (alike.containsKey(NEVER)) {
            parts.add("not " + list(alike.get(NEVER), "or"));
        }
        return String.join("; ", parts);
    }

    /**
     * Where something is not so.
     *
     * @param cases as for {@link #of}
     * @return the same sentence of the opposite, of the cases in which it is not always so
     */
    public static String ofOpposite(Map<String, List<Point>> cases) {
        Map<String, List<Point>> opposite = new LinkedHashMap<>();
        cases.forEach((phrase, points) -> {
            if (!points.stream().allMatch(Point::holds)) {
                opposite.put(
                        phrase,
                        points.stream()
                                .map(point -> new Point(point.kernel(), point.backend(), !point.holds()))
                                .toList());
            }
        });
        String when = of(opposite);
        String where = when.equals(ALWAYS) ? "" : when;
        return opposite.size() == 1 || when.equals(ALWAYS)
                ? (list(opposite.keySet(), "and") + " " + where).strip()
                : where;
    }

    private static String list(Collection<String> phrases, String last) {
        List<String> all = List.copyOf(phrases);
        return all.size() == 1
                ? all.get(0)
                : String.join(", ", all.subList(0, all.size() - 1)) + " " + last + " " + all.get(all.size() - 1);
    }
}
