package io.github.accelbed.scenario.run;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Lane;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.model.step.StepListener;
import io.github.accelbed.reports.result.LaneKind;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.StatementText;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.lockorder.LockCycle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the steps of a run into a time line: a lane for each process's CPU, the kernel, the IOMMU and each device queue. */
final class TimeLineRecorder implements StepListener {
    /** Events beyond this are counted, not kept. */
    private static final int MAX_EVENTS = 600;

    private static final double PS_PER_NS = 1000;

    private final Set<String> processes;
    private final Map<String, Integer> laneIndex = new LinkedHashMap<>();
    private final List<io.github.accelbed.reports.result.Lane> lanes = new ArrayList<>();
    private final List<TimeLineEvent> events = new ArrayList<>();
    private final String[] text;
    private int line;
    private String statement = "";
    private int left;

    /** The set of process names grows while the run goes on. */
    TimeLineRecorder(Scenario scenario, Set<String> processes) {
        this.processes = processes;
        text = scenario.text().split("\n", -1);
    }

    /** Says what the steps to come belong to. */
    void statement(Step step) {
        if (line != step.at().line()) {
            line = step.at().line();
            statement = line > 0 && line <= text.length ? StatementText.of(text[line - 1]) : "";
        }
    }

    /** Says why there are steps to come that belong to no statement. */
    void without(String why) {
        line = 0;
        statement = why;
    }

    /** A statement that takes no step of the model, such as a load through a page reference, or a call that is refused at its door. */
    void atOnce(long nowPs) {
        event(lane("kernel", LaneKind.KERNEL), "answers at once", nowPs, 0);
    }

    @Override
    public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {
        event(lane(actor, program.lane(pc)), program.label(pc), startPs, durationPs);
    }

    private void event(int lane, String label, long startPs, long durationPs) {
        if (events.size() == MAX_EVENTS) {
            left++;
            return;
        }
        events.add(new TimeLineEvent(lane, label, startPs / PS_PER_NS, durationPs / PS_PER_NS, line, statement, null));
    }

    private int lane(Actor actor, Lane lane) {
        return switch (lane) {
            case CPU ->
                processes.contains(actor.name())
                        ? lane(actor.name() + " CPU", LaneKind.CPU)
                        : lane("kernel", LaneKind.KERNEL);
            case KERNEL -> lane("kernel", LaneKind.KERNEL);
            case IOMMU -> lane("IOMMU", LaneKind.IOMMU);
            case DEVICE -> lane("device " + actor.name(), LaneKind.DEVICE);
        };
    }

    private int lane(String name, LaneKind kind) {
        return laneIndex.computeIfAbsent(name, unused -> {
            lanes.add(new io.github.accelbed.reports.result.Lane(name, kind));
            return lanes.size() - 1;
        });
    }

    /** What was recorded, lanes ordered by kind, and the circles of locks in words. */
    TimeLine timeLine(List<LockCycle> cycles) {
        List<io.github.accelbed.reports.result.Lane> ordered = new ArrayList<>(lanes);
        ordered.sort((a, b) -> a.kind().compareTo(b.kind()));
        int[] moved = new int[lanes.size()];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = ordered.indexOf(lanes.get(i));
        }
        List<TimeLineEvent> renumbered = events.stream()
                .map(event -> new TimeLineEvent(
                        moved[event.lane()],
                        event.label(),
                        event.startNs(),
                        event.durationNs(),
                        event.statementLine(),
                        event.statement(),
                        event.note()))
                .toList();
        List<String> notes = new ArrayList<>();
        if (left > 0) {
            notes.add(left + " more steps are not drawn");
        }
        cycles.forEach(cycle -> notes.add("Locks are taken in a circle. " + cycle.text() + "."));
        return new TimeLine(ordered, renumbered, notes);
    }
}
