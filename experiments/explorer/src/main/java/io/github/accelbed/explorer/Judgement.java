package io.github.accelbed.explorer;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Quantifier;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.Bindings;
import io.github.accelbed.scenario.language.condition.ConditionException;
import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.run.End;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges a cell's expectations over all its ends: {@code always} wants every one, {@code sometimes} at least one, {@code never} none. An
 * end that is a deadlock or an error makes the cell one.
 */
final class Judgement {
    private final List<Expectation> asked;
    private final List<Ending> endings;
    private final long lockCycles;
    private final boolean everyOrder;
    private @Nullable String reason;
    private final List<ExpectationResult> expectations = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    /**
     * A judgement.
     *
     * @param endings all ends that were found, in any order
     * @param lockCycles how many circles of locks all orders together show
     * @param everyOrder whether there are no other ends
     */
    Judgement(
            Scenario scenario,
            String backend,
            KernelVersion kernel,
            List<Ending> endings,
            long lockCycles,
            boolean everyOrder) {
        asked = scenario.expectations().stream()
                .filter(expectation -> expectation.speaksFor(backend, kernel))
                .toList();
        this.endings = endings.stream()
                .sorted(Comparator.comparing(ending -> key(ending.end())))
                .toList();
        this.lockCycles = lockCycles;
        this.everyOrder = everyOrder;
        boolean[] broken = new boolean[endings.size()];
        for (Ending ending : this.endings) {
            if (reason == null) {
                reason = ending.end().problem();
            }
        }
        try {
            asked.forEach(expectation -> expectations.add(
                    new ExpectationResult(expectation.line(), expectation.text(), judge(expectation, broken))));
        } catch (ConditionException e) {
            reason = e.getMessage();
            expectations.clear();
        }
        for (int i = 0; i < broken.length; i++) {
            outcomes.add(outcome(this.endings.get(i), broken[i]));
        }
    }

    private static String key(End end) {
        return end.registers() + " " + end.counters() + " " + end.problem();
    }

    private @Nullable Boolean judge(Expectation expectation, boolean[] broken) {
        int holds = 0;
        int judged = 0;
        for (int i = 0; i < broken.length; i++) {
            End end = endings.get(i).end();
            if (end.problem() != null) {
                continue;
            }
            judged++;
            boolean held = expectation.condition().holds(new EndBindings(end));
            holds += held ? 1 : 0;
            broken[i] |= expectation.quantifier() == (held ? Quantifier.NEVER : Quantifier.ALWAYS);
        }
        return switch (expectation.quantifier()) {
            case ALWAYS -> certain(holds == judged, false);
            case NEVER -> certain(holds == 0, false);
            case SOMETIMES -> certain(holds > 0, true);
        };
    }

    /** Without every order, one end shows that something happens, but none that nothing else does. */
    private @Nullable Boolean certain(boolean met, boolean shown) {
        return (everyOrder || met == shown) ? met : null;
    }

    private Outcome outcome(Ending ending, boolean broken) {
        End end = ending.end();
        Map<String, String> registers = new LinkedHashMap<>();
        end.registers().forEach((name, answer) -> registers.put(name, answer.text()));
        Map<String, Long> counters = new LinkedHashMap<>(end.counters());
        boolean asksLocks = asked.stream()
                .flatMap(expectation -> expectation.condition().counters())
                .anyMatch(counter -> counter.kind() == CounterKind.LOCK_CYCLES);
        if (asksLocks) {
            counters.put(CounterKind.LOCK_CYCLES.word(), lockCycles);
        }
        return new Outcome(
                registers,
                ending.schedules(),
                counters,
                end.problem(),
                !broken && end.problem() == null,
                ending.faults(),
                ending.witness());
    }

    /** Why the cell is an error, or null. */
    @Nullable
    String reason() {
        return reason;
    }

    CellStatus status(boolean complete) {
        if (reason != null) {
            return CellStatus.ERROR;
        }
        if (expectations.stream().anyMatch(expectation -> Boolean.FALSE.equals(expectation.met()))) {
            return CellStatus.FAIL;
        }
        return !complete && expectations.stream().anyMatch(expectation -> expectation.met() == null)
                ? CellStatus.INCOMPLETE
                : CellStatus.PASS;
    }

    List<ExpectationResult> expectations() {
        return expectations;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    /** An end as conditions see it. */
    private final class EndBindings implements Bindings {
        private final End end;

        EndBindings(End end) {
            this.end = end;
        }

        @Override
        public @Nullable Answer register(String name) {
            return end.registers().get(name);
        }

        @Override
        public OptionalLong counter(CounterKind kind, @Nullable String argument) {
            if (kind == CounterKind.LOCK_CYCLES) {
                return OptionalLong.of(lockCycles);
            }
            Long count = end.counters().get(Counter.spelling(kind, argument));
            return count == null ? OptionalLong.empty() : OptionalLong.of(count);
        }
    }
}
