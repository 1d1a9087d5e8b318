package io.github.accelbed.app.cli;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimSense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A claim's answers by release: a row for cases and rows that answer alike, a column for neighbouring releases on which all of them do. What
 * an entry holds are both sides of every change, so the ends of the columns are exact.
 *
 * @param columns ranges such as {@code ..5.8}
 * @param rows such as {@code after a fork on vfio}, each with a word a column
 */
record ReleaseTable(List<String> columns, List<Row> rows) {

    /** More do not fit beside what they are of. */
    private static final int MOST_COLUMNS = 5;

    /**
     * A row.
     *
     * @param label which cells
     * @param answers yes, no or -
     */
    record Row(String label, List<String> answers) {}

    private record Place(String phrase, String backend) {}

    /** Copies the lists. */
    ReleaseTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    static ReleaseTable of(ClaimEntry claim) {
        List<Alike> alike = alike(answers(claim));
        Set<KernelVersion> kernels = new TreeSet<>();
        alike.forEach(some -> kernels.addAll(some.answers().keySet()));
        List<List<KernelVersion>> columns = columns(alike, List.copyOf(kernels));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(name(columns.get(i), i == 0, i == columns.size() - 1));
        }
        return new ReleaseTable(
                names,
                alike.stream()
                        .map(some -> new Row(
                                some.label(alike),
                                columns.stream()
                                        .map(column -> word(some.answers(), column.get(0)))
                                        .toList()))
                        .toList());
    }

    /** Places of which no two contradict each other: where one of them does not exist, the others speak for it. */
    private static List<Alike> alike(Map<Place, Map<KernelVersion, Answer>> answers) {
        List<Alike> cases = new ArrayList<>();
        for (String phrase :
                answers.keySet().stream().map(Place::phrase).distinct().toList()) {
            List<Alike> rows = new ArrayList<>();
            answers.forEach((place, some) -> {
                if (place.phrase().equals(phrase)) {
                    add(rows, new Alike(new LinkedHashSet<>(Set.of(place)), new TreeMap<>(some)));
                }
            });
            cases.addAll(rows);
        }
        List<Alike> alike = new ArrayList<>();
        cases.forEach(one -> add(alike, one));
        return alike;
    }

    private static void add(List<Alike> all, Alike one) {
        all.stream()
                .filter(other -> other.agrees(one))
                .findFirst()
                .ifPresentOrElse(other -> other.join(one), () -> all.add(one));
    }

    /** Places that answer alike; grows while they are found. */
    private record Alike(Set<Place> places, Map<KernelVersion, Answer> answers) {

        boolean agrees(Alike other) {
            return answers.entrySet().stream().allMatch(entry -> {
                Answer there = other.answers.get(entry.getKey());
                return there == null || !judged(there) || !judged(entry.getValue()) || there == entry.getValue();
            });
        }

        void join(Alike other) {
            places.addAll(other.places);
            other.answers.forEach((kernel, answer) -> answers.merge(kernel, answer, (a, b) -> judged(a) ? a : b));
        }

        /** The first case, with its rows only where other rows answer differently, and how many there are beside. */
        String label(List<Alike> all) {
            List<String> phrases = places.stream().map(Place::phrase).distinct().toList();
            String first = phrases.get(0);
            List<String> rows = places.stream()
                    .filter(place -> place.phrase().equals(first))
                    .map(Place::backend)
                    .toList();
            boolean whole = !first.isEmpty()
                    && all.stream()
                            .filter(other -> !other.places.equals(places))
                            .flatMap(other -> other.places.stream())
                            .noneMatch(place -> place.phrase().equals(first));
            String label = whole ? first : (first + " on " + String.join(", ", rows)).strip();
            return phrases.size() == 1
                    ? label
                    : all.size() == 1
                            ? "in all " + phrases.size() + " cases"
                            : label + " (and " + (phrases.size() - 1) + " alike)";
        }
    }

    /** Of answers at one place all must be yes, or, for what can happen, one of them, as for the verdict. */
    private static Map<Place, Map<KernelVersion, Answer>> answers(ClaimEntry claim) {
        boolean can = claim.sense() == ClaimSense.CAN;
        Answer stronger = can ? Answer.YES : Answer.NO;
        Map<Place, Map<KernelVersion, Answer>> answers = new LinkedHashMap<>();
        for (ClaimEvidence evidence : claim.evidence()) {
            for (ClaimAnswer one : evidence.judges() ? evidence.answers() : List.<ClaimAnswer>of()) {
                answers.computeIfAbsent(new Place(can ? "" : one.phrase(), one.backend()), unused -> new TreeMap<>())
                        .merge(
                                KernelVersion.parse(one.kernel()),
                                one.answer(),
                                (a, b) -> a == stronger || !judged(b) ? a : b);
            }
        }
        return answers;
    }

    private static boolean judged(Answer answer) {
        return answer == Answer.YES || answer == Answer.NO;
    }

    private static List<List<KernelVersion>> columns(List<Alike> rows, List<KernelVersion> kernels) {
        List<List<KernelVersion>> columns = new ArrayList<>();
        List<String> before = List.of();
        for (KernelVersion kernel : kernels) {
            List<String> column =
                    rows.stream().map(row -> word(row.answers(), kernel)).toList();
            if (!column.equals(before)) {
                columns.add(new ArrayList<>());
            }
            columns.get(columns.size() - 1).add(kernel);
            before = column;
        }
        return columns;
    }

    private static String word(Map<KernelVersion, Answer> row, KernelVersion kernel) {
        Answer answer = row.get(kernel);
        return answer == null || !judged(answer) ? "-" : answer.text();
    }

    private static String name(List<KernelVersion> column, boolean first, boolean last) {
        KernelVersion from = column.get(0);
        KernelVersion to = column.get(column.size() - 1);
        if (first && last) {
            return "all kernels";
        }
        return first ? ".." + to : last ? from + ".." : from.equals(to) ? from.toString() : from + ".." + to;
    }

    /** The newest columns, where there are more than fit. */
    ReleaseTable newest() {
        int left = columns.size() - MOST_COLUMNS;
        if (left <= 0) {
            return this;
        }
        return new ReleaseTable(
                columns.subList(left, columns.size()),
                rows.stream()
                        .map(row -> new Row(
                                row.label(),
                                row.answers().subList(left, row.answers().size())))
                        .toList());
    }
}
