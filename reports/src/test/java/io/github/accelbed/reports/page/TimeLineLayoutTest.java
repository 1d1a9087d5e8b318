package io.github.accelbed.reports.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.Lane;
import io.github.accelbed.reports.result.LaneKind;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeLineLayoutTest {
    private static final Where WHERE = new Where("vfio", "all kernels");
    private static final List<Lane> LANES = List.of(new Lane("A", LaneKind.CPU), new Lane("zip", LaneKind.DEVICE));

    @Test
    void noTwoStepsShareARow() {
        TimeLineView view = view(IntStream.range(0, 40)
                .mapToObj(i -> event(i % 2, "step" + i, i, 0))
                .toList());

        assertThat(view.steps().stream().map(TimeLineView.StepView::y)).doesNotHaveDuplicates();
        assertThat(view.groups()).hasSize(1);
    }

    @Test
    void theSameStepOverAndOverIsOneRowWithTheWholeTime() {
        TimeLineView view = view(IntStream.range(0, 512)
                .mapToObj(i -> event(0, "vaddr_get_pfn", i * 10, 10))
                .toList());

        assertThat(view.steps()).singleElement().satisfies(step -> {
            assertThat(step.label()).isEqualTo("vaddr_get_pfn ×512");
            assertThat(step.duration()).isEqualTo("5.12 µs");
        });
        assertThat(view.strip()).singleElement().satisfies(strip -> {
            assertThat(strip.kind()).isEqualTo(LaneKind.CPU.id());
            assertThat(strip.path().chars().filter(c -> c == 'M')).hasSize(512);
        });
    }

    @Test
    void aVeryLongTimeLineStopsAndSaysSo() {
        TimeLineView view = view(IntStream.range(0, 400)
                .mapToObj(i -> event(0, "step" + i, i, 1))
                .toList());

        assertThat(view.steps()).hasSize(TimeLineLayout.MOST_ROWS);
        assertThat(view.notes()).anyMatch(note -> note.contains("of 400 rows"));
    }

    @Test
    void aStatementOfMoreRowsThanTheLimitIsOneRowWithItsWholeTimeAndAllNotes() {
        List<TimeLineEvent> events = new ArrayList<>();
        events.add(new TimeLineEvent(0, "open", 0, 7, 4, "A: open q", null));
        IntStream.range(0, 9).forEach(i -> events.add(event(0, "step" + i, 10 + i, 1)));
        events.add(new TimeLineEvent(0, "step9", 19, 1, 5, "A: map q buf", "pinned"));

        TimeLineView folded = TimeLineLayout.of(new TimeLine(LANES, events, List.of()), WHERE, 9);
        assertThat(folded.steps())
                .extracting(TimeLineView.StepView::label)
                .containsExactly("open", "10 rows folded: step0 … step9 [1]");
        assertThat(folded.steps().get(1).duration()).isEqualTo("10 ns");
        assertThat(folded.notes()).contains("[1] pinned").anyMatch(note -> note.contains("folded"));

        assertThat(TimeLineLayout.of(new TimeLine(LANES, events, List.of()), WHERE, 10)
                        .steps())
                .hasSize(11);
    }

    @Test
    void aNoteIsNumberedAtItsStep() {
        TimeLineView view = view(List.of(new TimeLineEvent(1, "dma_read", 0, 5, 3, "q: read", "stale")));

        assertThat(view.steps().get(0).label()).isEqualTo("dma_read [1]");
        assertThat(view.notes()).containsExactly("[1] stale");
    }

    @Test
    void timeThatStandsStillIsDrawnToo() {
        TimeLineView view = view(new ArrayList<>(List.of(event(0, "user_read", 0, 0))));

        assertThat(view.steps()).hasSize(1);
        assertThat(view.ticks()).isEmpty();
    }

    private static TimeLineView view(List<TimeLineEvent> events) {
        return TimeLineLayout.of(new TimeLine(LANES, events, List.of()), WHERE, Integer.MAX_VALUE);
    }

    private static TimeLineEvent event(int lane, String label, double start, double duration) {
        return new TimeLineEvent(lane, label, start, duration, 5, "A: map q buf", null);
    }
}
