package io.github.accelbed.reports.page;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.reports.result.TimeLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which time lines the page shows: for each backend one for each different course of events, the newest kernel's first,
 * but not so many that nobody can open the page.
 */
final class TimeLines {
    private static final int MOST_ROWS_A_PAGE = 60_000;
    private static final int NO_FOLDING = Integer.MAX_VALUE;

    /** What is tried in turn until the page is small enough: how many time lines of a backend, and rows of a statement. */
    private static final List<Limits> LIMITS = List.of(
            new Limits(8, NO_FOLDING),
            new Limits(4, NO_FOLDING),
            new Limits(2, NO_FOLDING),
            new Limits(1, NO_FOLDING),
            new Limits(1, 24),
            new Limits(1, 16),
            new Limits(1, 8));

    private record Limits(int timeLines, int rows) {}

    private final int limit;
    private final int most;

    /** Finds how many of a backend's time lines fit. */
    TimeLines(List<ScenarioResult> scenarios) {
        Limits chosen = LIMITS.get(LIMITS.size() - 1);
        for (Limits candidate : LIMITS) {
            if (rows(scenarios, candidate) <= MOST_ROWS_A_PAGE) {
                chosen = candidate;
                break;
            }
        }
        limit = chosen.timeLines();
        most = chosen.rows();
    }

    /** The time lines of a scenario, by backend. */
    Map<String, List<TimeLineView>> of(ScenarioResult scenario) {
        Map<String, List<TimeLineView>> result = new LinkedHashMap<>();
        CellGroups.byBackend(scenario.cells()).forEach((backend, cells) -> {
            List<TimeLineView> views = new ArrayList<>();
            different(cells).forEach((timeLine, group) -> {
                if (views.size() < limit) {
                    Where where = CellGroups.where(scenario, group).get(0);
                    views.add(TimeLineLayout.of(timeLine, where, most));
                }
            });
            if (!views.isEmpty()) {
                result.put(backend, views);
            }
        });
        return result;
    }

    /** How many different time lines of a backend there are beyond those shown. */
    int leftOut(ScenarioResult scenario, String backend) {
        List<CellResult> cells = CellGroups.byBackend(scenario.cells()).getOrDefault(backend, List.of());
        return Math.max(0, different(cells).size() - limit);
    }

    private static int rows(List<ScenarioResult> scenarios, Limits limits) {
        int rows = 0;
        for (ScenarioResult scenario : scenarios) {
            for (List<CellResult> cells : CellGroups.byBackend(scenario.cells()).values()) {
                rows += different(cells).keySet().stream()
                        .limit(limits.timeLines())
                        .mapToInt(line -> Math.min(
                                TimeLineLayout.MOST_ROWS,
                                TimeLineRow.of(line.events(), limits.rows()).size()))
                        .sum();
            }
        }
        return rows;
    }

    private static Map<TimeLine, List<CellResult>> different(List<CellResult> cells) {
        ListMultimap<TimeLine, CellResult> groups =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        for (CellResult cell : Lists.reverse(cells)) {
            TimeLine timeLine = cell.timeLine();
            if (timeLine != null && !timeLine.events().isEmpty()) {
                groups.put(timeLine, cell);
            }
        }
        return Multimaps.asMap(groups);
    }
}
