package io.github.accelbed.explorer;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.run.Coverage;
import io.github.accelbed.scenario.run.End;
import io.github.accelbed.scenario.run.Judgement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ends of a cell, judged and in an order that does not depend on which was found first.
 *
 * @param judgement what the expectations say of them
 * @param outcomes how they are told
 */
record Outcomes(Judgement judgement, List<Outcome> outcomes) {

    /** Judges and sorts. */
    static Outcomes of(
            Scenario scenario,
            String backend,
            KernelVersion kernel,
            List<Ending> found,
            long lockCycles,
            Coverage coverage) {
        List<Ending> endings = found.stream()
                .sorted(Comparator.comparing(ending -> key(ending.end())))
                .toList();
        List<End> ends = endings.stream().map(Ending::end).toList();
        Judgement judgement = Judgement.of(scenario, backend, kernel, ends, lockCycles, coverage);
        boolean asksLocks = scenario.expectations().stream()
                .filter(expectation -> expectation.speaksFor(backend, kernel))
                .flatMap(expectation -> expectation.condition().counters())
                .anyMatch(counter -> counter.kind() == CounterKind.LOCK_CYCLES);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            Map<String, Long> counters = new LinkedHashMap<>(ends.get(i).counters());
            if (asksLocks) {
                counters.put(CounterKind.LOCK_CYCLES.word(), lockCycles);
            }
            outcomes.add(
                    outcome(endings.get(i), counters, judgement.asExpected().get(i)));
        }
        return new Outcomes(judgement, outcomes);
    }

    private static String key(End end) {
        return end.registers() + " " + end.counters() + " " + end.problem();
    }

    private static Outcome outcome(Ending ending, Map<String, Long> counters, boolean asExpected) {
        Map<String, String> registers = new LinkedHashMap<>();
        ending.end().registers().forEach((name, answer) -> registers.put(name, answer.text()));
        return new Outcome(
                registers,
                ending.schedules(),
                counters,
                ending.end().problem(),
                asExpected,
                ending.faults(),
                ending.witness());
    }
}
