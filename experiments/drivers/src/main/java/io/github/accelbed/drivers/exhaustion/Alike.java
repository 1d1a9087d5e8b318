package io.github.accelbed.drivers.exhaustion;

import com.google.common.collect.ImmutableListMultimap;
import io.github.accelbed.drivers.bed.Kinds;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Contenders of which the same is true, so that three dozen of them fit into a sentence or a chart. Rows that refuse alike and leave alike
 * under every care are one kind, named after its first row.
 */
final class Alike {
    private static final int FULL_NAMES = 2;
    private static final String EITHER = " with either manager";

    private final List<Outcome> all;
    private final Kinds kinds;

    Alike(List<Outcome> all) {
        this.all = List.copyOf(all);
        ImmutableListMultimap<String, Object> fates = all.stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        o -> o.contender().row(),
                        o -> List.of(o.last().refused(), o.last().freeHardware(), o.calmNs(), o.vain())));
        kinds = new Kinds(fates.keySet().asList(), fates::get);
    }

    /** The contenders by what is said of them, in order. */
    <K> Map<K, List<Outcome>> by(Function<Outcome, K> said) {
        return Words.group(all, said);
    }

    /** The name of a group on an axis or in a legend. */
    static String label(List<Outcome> group) {
        Contender first = group.get(0).contender();
        List<String> rows =
                group.stream().map(o -> o.contender().row()).distinct().toList();
        boolean oneCare = group.stream().allMatch(o -> o.contender().care() == first.care());
        if (oneCare && rows.size() <= FULL_NAMES) {
            return Words.list(rows) + first.care().suffix();
        }
        return rows.size() == 1 && first.care() == Care.MANAGER
                ? first.row() + EITHER
                : Kinds.label(group.stream().map(o -> o.contender().name()).toList());
    }

    /** Which rows are of one kind; empty if no two are. */
    String kinds() {
        return kinds.text();
    }

    /** What is true of each. */
    String each(Function<Outcome, String> said) {
        return each(outcome -> true, said);
    }

    /** What is true of each of some. */
    String each(Predicate<Outcome> of, Function<Outcome, String> said) {
        Map<String, List<Outcome>> groups = new LinkedHashMap<>();
        by(said).forEach((what, group) ->
                groups.put(what, group.stream().filter(of).toList()));
        return groups.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> Words.list(names(entry.getValue())) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    private List<String> names(List<Outcome> group) {
        List<String> either = new ArrayList<>(rows(group, Care.MANAGER));
        either.retainAll(rows(group, Care.CRASHING_MANAGER));
        List<String> names = new ArrayList<>();
        for (Care care : Care.values()) {
            List<String> here = new ArrayList<>(rows(group, care));
            if (care != Care.NONE) {
                here.removeAll(either);
            }
            addUnder(names, here, care, care.suffix());
        }
        addUnder(names, either, Care.MANAGER, EITHER);
        return names;
    }

    private void addUnder(List<String> names, List<String> rows, Care care, String suffix) {
        if (care != Care.NONE
                && rows.size() > 1
                && rows.size() == rows(all, care).size()) {
            names.add("every row" + suffix);
        } else if (care == Care.NONE) {
            names.addAll(kinds.named(rows));
        } else if (!rows.isEmpty()) {
            names.add(Words.list(kinds.named(rows)) + suffix);
        }
    }

    private static List<String> rows(List<Outcome> outcomes, Care care) {
        return outcomes.stream()
                .filter(outcome -> outcome.contender().care() == care)
                .map(outcome -> outcome.contender().row())
                .toList();
    }
}
