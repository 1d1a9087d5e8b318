package io.github.accelbed.drivers.bed;

import io.github.accelbed.reports.result.LineSeries;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines over one x of many rows. Those that could not be told apart in a chart become one, which would hide all but one of them
 * otherwise. If one line stands for most rows, the legend calls it the others, and {@link #others} says which they are.
 */
public final class AlikeLines {
    /** Lines that nowhere differ by more than this part of the axis are one. */
    private static final double SAME = 0.01;

    private static final int MOST_NAMES = 8;

    private final List<Double> x;
    private final Map<String, List<Double>> lines = new LinkedHashMap<>();
    private final Map<String, String> colours = new LinkedHashMap<>();

    /**
     * No lines.
     *
     * @param x where each line has a value
     */
    public AlikeLines(List<Double> x) {
        this.x = List.copyOf(x);
    }

    /**
     * Adds a line.
     *
     * @param name as in the legend
     * @param backend whose colour it takes
     * @param y a value for each x
     */
    public void add(String name, String backend, List<Double> y) {
        if (y.size() != x.size()) {
            throw new IllegalArgumentException(name + " has " + y.size() + " values for " + x.size());
        }
        lines.put(name, List.copyOf(y));
        colours.put(name, backend);
    }

    private List<Double> line(String name) {
        return lines.getOrDefault(name, List.of());
    }

    private double apart(String one, String other) {
        double most = 0;
        for (int i = 0; i < x.size(); i++) {
            most = Math.max(most, Math.abs(line(one).get(i) - line(other).get(i)));
        }
        return most;
    }

    /** The first of each group with all that are like it. */
    private Map<String, List<String>> groups() {
        double top = lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String name : lines.keySet()) {
            String leader = groups.keySet().stream()
                    .filter(other -> apart(other, name) <= SAME * top)
                    .findFirst()
                    .orElse(name);
            groups.computeIfAbsent(leader, unused -> new ArrayList<>()).add(name);
        }
        return groups;
    }

    private boolean others(List<String> group) {
        return group.size() > MOST_NAMES && group.size() < lines.size() && 2 * group.size() > lines.size();
    }

    /**
     * The lines to draw; a line's values are those of the first of the rows that it stands for.
     *
     * @return one for each group of alike lines
     */
    public List<LineSeries> series() {
        List<LineSeries> series = new ArrayList<>();
        groups().forEach((leader, group) -> series.add(new LineSeries(
                others(group) ? "the others" : Words.list(group),
                colours.getOrDefault(leader, ""),
                x,
                line(leader),
                List.of())));
        return series;
    }

    /**
     * What a caption has to add.
     *
     * @return a sentence that begins with a space, or nothing
     */
    public String others() {
        return groups().values().stream()
                .filter(this::others)
                .map(group -> " The others are " + Words.list(group) + ".")
                .findFirst()
                .orElse("");
    }
}
