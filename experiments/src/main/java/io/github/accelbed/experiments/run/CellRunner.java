package io.github.accelbed.experiments.run;

import io.github.accelbed.experiments.language.Expectation;
import io.github.accelbed.experiments.language.Quantifier;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.language.condition.Bindings;
import io.github.accelbed.experiments.language.condition.ConditionException;
import io.github.accelbed.experiments.language.condition.CounterKind;
import io.github.accelbed.experiments.language.step.Kill;
import io.github.accelbed.experiments.language.step.ParBlock;
import io.github.accelbed.experiments.language.step.ProcessStep;
import io.github.accelbed.experiments.language.step.Statement;
import io.github.accelbed.experiments.language.step.Step;
import io.github.accelbed.experiments.language.term.Answer;
import io.github.accelbed.experiments.language.term.Symbol;
import io.github.accelbed.experiments.language.term.Value;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.TimeLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs one cell straight: the statements in written order, the branches of a {@code par} one after the other as far as each gets.
 * After every step the integrity of the whole kernel is checked.
 */
final class CellRunner {

    /** A step that failed without binding its answer, or blocked for good: the cell is an error. */
    private static final class CellError extends Exception {
        private static final long serialVersionUID = 1L;

        CellError(Step step, String what) {
            super("line " + step.at().line() + ": " + what);
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
    private final StepCommands commands;
    private final Counters counters;
    private final TimeLineRecorder recorder;
    private final String[] lines;
    private final Map<String, Answer> registers = new LinkedHashMap<>();
    private final List<Actor> parked = new ArrayList<>();

    CellRunner(Scenario scenario, String backend, KernelVersion version, CostTable costs) {
        this.scenario = scenario;
        this.backend = backend;
        this.version = version;
        world = new World(scenario, backend, version, costs);
        commands = new StepCommands(world);
        counters = new Counters(world);
        recorder = new TimeLineRecorder(world.tasks().keySet());
        world.kernel().machine().listen(recorder);
        lines = scenario.text().split("\n", -1);
    }

    CellResult run() {
        Optional<String> skip = OfferedSteps.reasonToSkip(scenario, world);
        if (skip.isPresent()) {
            return new CellResult(
                    backend, version.toString(), CellStatus.SKIP, skip.get(), List.of(), Map.of(), List.of(), null);
        }
        try {
            for (Statement statement : scenario.statements()) {
                if (statement instanceof ParBlock par) {
                    runBranches(par);
                } else if (statement instanceof Step step && !runStep(step)) {
                    throw new CellError(step, "blocked, and nothing unblocks it");
                }
            }
            List<ExpectationResult> judged = judge();
            boolean failed = judged.stream().anyMatch(e -> Boolean.FALSE.equals(e.met()));
            return result(failed ? CellStatus.FAIL : CellStatus.PASS, null, judged);
        } catch (CellError | ConditionException e) {
            return result(CellStatus.ERROR, e.getMessage(), List.of());
        }
    }

    private CellResult result(CellStatus status, @Nullable String reason, List<ExpectationResult> judged) {
        Map<String, String> shown = new LinkedHashMap<>();
        registers.forEach((name, answer) -> shown.put(name, answer.text()));
        Map<String, Long> counted = counters.all();
        TimeLine timeLine = recorder.timeLine();
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

    /** Runs the branches in written order; one that blocks lets the next go on and is tried again later. */
    private void runBranches(ParBlock par) throws CellError {
        int[] at = new int[par.branches().size()];
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int branch = 0; branch < at.length; branch++) {
                List<Step> steps = par.branches().get(branch);
                while (at[branch] < steps.size() && runStep(steps.get(at[branch]))) {
                    at[branch]++;
                    progress = true;
                }
            }
        }
        for (int branch = 0; branch < at.length; branch++) {
            List<Step> steps = par.branches().get(branch);
            if (at[branch] < steps.size()) {
                throw new CellError(steps.get(at[branch]), "blocked, and nothing unblocks it");
            }
        }
    }

    /** False if the step is blocked and does not bind that answer. */
    private boolean runStep(Step step) throws CellError {
        int line = step.at().line();
        recorder.statement(line, line <= lines.length ? withoutComment(lines[line - 1]) : "");
        if (suspended(step)) {
            return bindBlocked(step);
        }
        Command command = step.accept(commands);
        Actor actor = command.actor();
        if (actor != null && command.operation() != null) {
            if (!actor.idle()) {
                return bindBlocked(step);
            }
            actor.start(command.operation());
            if (!actor.run()) {
                if (step.register() == null) {
                    actor.abandon();
                    return false;
                }
                parked.add(actor);
                return bindBlocked(step);
            }
        }
        Answer answer = command.answer().get();
        resumeParked();
        checkIntegrity(step);
        bind(step, answer);
        return true;
    }

    private static String withoutComment(String line) {
        int hash = line.indexOf('#');
        return (hash < 0 ? line : line.substring(0, hash)).strip();
    }

    /** After vfork the parent waits for its child's exec or exit; it can still be killed. */
    private boolean suspended(Step step) {
        if (!(step instanceof ProcessStep process) || step instanceof Kill) {
            return false;
        }
        Task task = world.task(process.process());
        return task != null && task.alive() && task.vforkChild() != null;
    }

    private boolean bindBlocked(Step step) {
        String register = step.register();
        if (register == null) {
            return false;
        }
        registers.put(register, Symbol.BLOCKED);
        return true;
    }

    private void resumeParked() {
        boolean progress = true;
        while (progress) {
            progress = parked.removeIf(Actor::run);
        }
    }

    private void bind(Step step, Answer answer) throws CellError {
        String register = step.register();
        if (register != null) {
            registers.put(register, answer);
        } else if (!(answer instanceof Value) && !answer.equals(Symbol.OK)) {
            throw new CellError(step, "the step answered " + answer.text() + " and binds no register");
        }
    }

    private void checkIntegrity(Step step) {
        if (parked.isEmpty()) {
            check("line " + step.at().line());
        }
    }

    private void check(String where) {
        List<String> problems = Integrity.check(world.kernel(), world.rows()).problems();
        if (!problems.isEmpty()) {
            throw new IntegrityException(scenario.file() + ", " + where + ", " + backend + " on " + version, problems);
        }
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

    /** The implicit exit of everybody, and what is still held afterwards. */
    private Map<String, Long> leaksAtEnd() {
        world.kernel().machine().listen(null);
        for (Task task : new ArrayList<>(world.tasks().values())) {
            if (task.alive()) {
                Actor actor = task.cpu().actor();
                actor.abandon();
                actor.start(new Exit(world.kernel().processes(), task));
                actor.run();
            }
        }
        resumeParked();
        if (parked.isEmpty()) {
            check("the exit of all processes");
        }
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
