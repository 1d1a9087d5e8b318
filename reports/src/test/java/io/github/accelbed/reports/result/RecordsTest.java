package io.github.accelbed.reports.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final ChartHead HEAD = new ChartHead("c", "Chart", "See.", "t", null);

    @Test
    void registersKeepTheirOrder() {
        Map<String, String> registers = new LinkedHashMap<>();
        for (int i = 20; i > 0; i--) {
            registers.put("r" + i, "ok");
        }

        assertThat(new Outcome(registers, "1").registers().keySet()).containsExactlyElementsOf(registers.keySet());
    }

    @Test
    void aCountOfSchedulesMayExceedALong() {
        assertThat(new Outcome(Map.of(), "18446744073709551616").schedules()).hasSize(20);
        assertThatThrownBy(() -> new Outcome(Map.of(), "0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anOutcomeThatDidNotComeToItsEndIsNotAsExpected() {
        assertThatThrownBy(() -> new Outcome(Map.of(), null, Map.of(), "deadlock: A", true, List.of(), null))
                .hasMessage("an outcome cannot be as expected and end in 'deadlock: A'");
    }

    @Test
    void onlyWhatWasLeftOutIsIncomplete() {
        Explored all = new Explored("every order", true, 1, 1, "1", 0, List.of(), List.of());

        assertThatThrownBy(() -> new CellResult(
                        "odp", "4.20", CellStatus.INCOMPLETE, null, List.of(), Map.of(), List.of(), null, all, false))
                .hasMessage("the cell odp on 4.20 is incomplete, but nothing of it was left out");
        assertThatThrownBy(() -> new Explored("every order", true, -1, 1, "1", 0, List.of(), List.of()))
                .hasMessage("states must not be negative, but is -1");
        assertThatThrownBy(() -> new Explored("every order", true, 1, 1, "many", 0, List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSkippedCellSaysWhy() {
        assertThatThrownBy(() -> new CellResult(
                        "odp", "4.20", CellStatus.SKIP, null, List.of(), Map.of(), List.of(), null, null, false))
                .hasMessage("the cell odp on 4.20 ended in skip and must say why");
    }

    @Test
    void aChartIsDrawnFromATableThatIsThere() {
        BarChart chart = new BarChart(
                HEAD,
                Axis.linear("x", ""),
                Axis.linear("y", "ns"),
                List.of("a"),
                List.of(new BarSeries("s", "", List.of(1.0), List.of())));

        assertThatThrownBy(() -> new ExperimentResult("e", "E", "?", List.of(), Map.of(), List.of(), List.of(chart)))
                .hasMessageContaining("drawn from the table t, which is not there");
    }

    @Test
    void nothingBelowZeroStandsOnALogarithmicAxis() {
        LineSeries series = new LineSeries("s", "", List.of(0.0), List.of(1.0), List.of());

        assertThatThrownBy(() ->
                        new LineChart(HEAD, Axis.log("x", ""), Axis.linear("y", ""), List.of(series), LineForm.LINE))
                .hasMessageContaining("logarithmic axis 'x'");
    }

    @Test
    void namesOfFilesHoldNoPath() {
        assertThatThrownBy(() -> new DataTable("../x", List.of(Column.of("a")), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRowIsAsLongAsItsTable() {
        assertThatThrownBy(() -> new DataTable("t", List.of(Column.of("a")), List.of(List.of(1, 2))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataTable("t", List.of(Column.of("a")), List.of(List.of(Double.NaN))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stepsOfATimeLineStartInOrder() {
        List<Lane> lanes = List.of(new Lane("A", LaneKind.CPU));
        TimeLineEvent early = new TimeLineEvent(0, "a", 0, 1, 0, "", null);
        TimeLineEvent late = new TimeLineEvent(0, "b", 5, 1, 0, "", null);

        assertThat(new TimeLine(lanes, List.of(early, late), List.of()).endNs()).isEqualTo(6);
        assertThatThrownBy(() -> new TimeLine(lanes, List.of(late, early), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
