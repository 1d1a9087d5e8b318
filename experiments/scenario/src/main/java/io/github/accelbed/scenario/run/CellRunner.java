package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.scenario.language.Expectation;
import io.github.accelbed.scenario.language.Quantifier;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.Bindings;
import io.github.accelbed.scenario.language.condition.ConditionException;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs one cell straight, judges what came out, and keeps what is to be shown of it. */
final class CellRunner {

    /** A step that failed without binding its answer, or blocked for good: the cell is an error. */
    private static final class CellError extends Exception {
        private static final long serialVersionUID = 1L;

        CellError(Step step, String what) {
            super("line " + step.at().line() + ": " + what);
        }
    }

    /** Binds what a step answers to its register; one without a register must answer a value or ok. */
    private final class Registers implements StraightRun.Answers<CellError> {
        @Override
        public void begins(Step step) {
            int line = step.at().line();
            recorder.statement(line, line <= lines.length ? withoutComment(lines[line - 1]) : "");
        }

        @Override
        public boolean takesBlocked(Step step) {
            return step.register() != null;
        }

        @Override
        public void answered(Step step, Answer answer) throws CellError {
            String register = step.register();
            if (register != null) {
                registers.put(register, answer);
            } else if (!(answer instanceof Value) && !answer.equals(Symbol.OK)) {
                throw new CellError(step, "the step answered " + answer.text() + " and binds no register");
            }
        }

        @Override
        public void stuck(Step step) throws CellError {
            throw new CellError(step, "blocked, and nothing unblocks it");
        }
    }

    private static final class OutcomeBindings implements Bindings {
        private final Map<String, Answer> registers;
        private final Counters counters;

        OutcomeBindings(Map<String, Answer> registers, Counters counters) {
            this.registers = registers;
            this.counters = counters;
        }

        @Override
        public @Nullable Answer register(String name) {
            return registers.get(name);
        }

        @Override
        public OptionalLong counter(CounterKind kind, @Nullable String argument) {
            return counters.read(kind, argument);
        }
    }

    private final Scenario scenario;
    private final String backend;
    private final KernelVersion version;
    private final World world;
    private final StraightRun run;
    private final Counters counters;
    private final TimeLineRecorder recorder;
    private final String[] lines;
    private final Map<String, Answer> registers = new LinkedHashMap<>();

    CellRunner(Scenario scenario, String backend, KernelVersion version, RunSettings settings) {
        this.scenario = scenario;
        this.backend = backend;
        this.version = version;
        world = new World(scenario, backend, version, settings.costs());
        run = new StraightRun(scenario, backend, world);
        counters = new Counters(world);
        recorder = new TimeLineRecorder(world.tasks().keySet());
        if (settings.timeLines()) {
            world.listen(recorder);
        }
        lines = scenario.text().split("\n", -1);
    }

    CellResult run() {
        Optional<String> skip = OfferedSteps.reasonToSkip(scenario, world);
        if (skip.isPresent()) {
            return new CellResult(
                    backend, version.toString(), CellStatus.SKIP, skip.get(), List.of(), Map.of(), List.of(), null);
        }
        try {
            run.run(new Registers());
            List<ExpectationResult> judged = judge();
            boolean failed = judged.stream().anyMatch(e -> Boolean.FALSE.equals(e.met()));
            return result(failed ? CellStatus.FAIL : CellStatus.PASS, null, judged);
        } catch (CellError | ConditionException e) {
            return result(CellStatus.ERROR, e.getMessage(), List.of());
        } catch (IllegalStateException e) {
            if (scenario.ablations().isEmpty()) {
                throw e;
            }
            return result(CellStatus.ERROR, "without a mechanism the model cannot go on: " + e.getMessage(), List.of());
        }
    }

    private CellResult result(CellStatus status, @Nullable String reason, List<ExpectationResult> judged) {
        Map<String, String> shown = new LinkedHashMap<>();
        registers.forEach((name, answer) -> shown.put(name, answer.text()));
        Map<String, Long> counted = counters.all();
        TimeLine timeLine = recorder.timeLine(world.locks().cycles());
        if (status != CellStatus.ERROR) {
            counted.putAll(leaksAtEnd());
        }
        return new CellResult(
                backend,
                version.toString(),
                status,
                reason,
                List.of(new Outcome(shown, "1")),
                counted,
                judged,
                timeLine.events().isEmpty() ? null : timeLine);
    }

    private static String withoutComment(String line) {
        int hash = line.indexOf('#');
        return (hash < 0 ? line : line.substring(0, hash)).strip();
    }

    private List<ExpectationResult> judge() {
        Bindings bindings = new OutcomeBindings(registers, counters);
        List<ExpectationResult> judged = new ArrayList<>();
        for (Expectation expectation : scenario.expectations()) {
            if (expectation.speaksFor(backend, version)) {
                boolean holds = expectation.condition().holds(bindings);
                judged.add(new ExpectationResult(
                        expectation.line(), expectation.text(), met(expectation.quantifier(), holds)));
            }
        }
        return judged;
    }

    private static @Nullable Boolean met(Quantifier quantifier, boolean holds) {
        return switch (quantifier) {
            case ALWAYS -> holds;
            case NEVER -> !holds;
            case SOMETIMES -> null;
        };
    }

    /** What is still held after the implicit exit of everybody. */
    private Map<String, Long> leaksAtEnd() {
        world.kernel().machine().listen(null);
        run.exitAll();
        Map<String, Long> leaks = new LinkedHashMap<>();
        long held = world.kernel().mm().references().stream()
                .mapToLong(references -> references.size())
                .sum();
        if (held != 0) {
            leaks.put("violations(pages-held-at-end)", held);
        }
        return leaks;
    }
}
