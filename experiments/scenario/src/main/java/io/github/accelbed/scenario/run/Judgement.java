package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Quantifier;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.Bindings;
import io.github.accelbed.scenario.language.condition.ConditionException;
import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.term.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a cell's expectations say of its ends, of which a plain run has one: {@code always} wants every one, {@code sometimes} at least one,
 * {@code never} none.
 *
 * @param reason why the cell is an error, such as an end that is a deadlock; or null
 * @param expectations the lines that speak for the cell, in file order; none if no end came to be judged
 * @param asExpected for each end, in their order, whether it came to its end and breaks no {@code always} or {@code never}
 */
public record Judgement(@Nullable String reason, List<ExpectationResult> expectations, List<Boolean> asExpected) {

    /** Copies the lists. */
    public Judgement {
        expectations = List.copyOf(expectations);
        asExpected = List.copyOf(asExpected);
    }

    /**
     * Judges.
     *
     * @param scenario what is asked
     * @param backend of which row
     * @param kernel on which kernel
     * @param ends what came out
     * @param lockCycles how many circles of locks all orders together show
     * @param coverage which ends there are
     * @return the judgement
     */
    public static Judgement of(
            Scenario scenario,
            String backend,
            KernelVersion kernel,
            List<End> ends,
            long lockCycles,
            Coverage coverage) {
        boolean[] broken = new boolean[ends.size()];
        String reason = null;
        for (int i = 0; i < broken.length; i++) {
            String problem = ends.get(i).problem();
            broken[i] = problem != null;
            reason = reason == null ? problem : reason;
        }
        List<ExpectationResult> judged = new ArrayList<>();
        try {
            for (Expectation asked : scenario.expectations()) {
                if (asked.speaksFor(backend, kernel) && (reason == null || coverage != Coverage.ONE_ORDER)) {
                    Boolean met = judge(asked, ends, broken, lockCycles, coverage);
                    judged.add(new ExpectationResult(asked.line(), asked.text(), met));
                }
            }
        } catch (ConditionException e) {
            reason = e.getMessage();
            judged.clear();
        }
        List<Boolean> asExpected = new ArrayList<>();
        for (boolean one : broken) {
            asExpected.add(!one);
        }
        return new Judgement(reason, judged, asExpected);
    }

    private static @Nullable Boolean judge(
            Expectation expectation, List<End> ends, boolean[] broken, long lockCycles, Coverage coverage) {
        int holds = 0;
        int judged = 0;
        for (int i = 0; i < broken.length; i++) {
            End end = ends.get(i);
            if (end.problem() != null) {
                continue;
            }
            judged++;
            boolean held = expectation.condition().holds(new EndBindings(end, lockCycles));
            holds += held ? 1 : 0;
            broken[i] |= expectation.quantifier() == (held ? Quantifier.NEVER : Quantifier.ALWAYS);
        }
        Quantifier quantifier = expectation.quantifier();
        boolean met = switch (quantifier) {
            case ALWAYS -> holds == judged;
            case NEVER -> holds == 0;
            case SOMETIMES -> holds > 0;
        };
        return switch (coverage) {
            case EVERY_ORDER -> met;
            case SOME_ORDERS -> met == (quantifier == Quantifier.SOMETIMES) ? met : null;
            case ONE_ORDER -> quantifier == Quantifier.SOMETIMES ? null : met;
        };
    }

    /**
     * What becomes of the cell.
     *
     * @param complete whether all ends were found that were looked for
     * @return its status
     */
    public CellStatus status(boolean complete) {
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

    /** An end as conditions see it. */
    private record EndBindings(End end, long lockCycles) implements Bindings {
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
