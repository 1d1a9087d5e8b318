package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.Tally;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.step.Count;
import io.github.accelbed.scenario.language.step.Kill;
import io.github.accelbed.scenario.language.step.Mmap;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.language.term.Value;
import io.github.accelbed.scenario.lockorder.LockGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a scenario's steps in a world one atomic step at a time, in whatever order it is told. The branches of a {@code par} are the
 * actors, statements outside are a single branch; behind them come the spontaneous events. The statement of a branch begins with the first
 * step of its operation and is answered with the last.
 */
public final class SteppedRun implements Explorable {
    /** Frames besides those of buffers: copies, caches, and what huge pages leave over. */
    private static final int ROOM = 4096;

    private static final int MOST_STATEMENTS = 1 << 16;

    private final Scenario scenario;
    private final String backend;
    private final World world;
    private final StepCommands commands;
    private final Counters counters;
    private final List<List<List<Step>>> stages = new ArrayList<>();
    private final List<String> registers;
    private final List<Counter> counted;
    private final Events events;
    private final @Nullable Answer[] bound;
    private final int branches;
    private final int[] at;
    private final boolean[] begun;
    /** What a branch is at; which it is follows from the step, and what it does is on its actor's stack. */
    @Tally
    private final @Nullable Command[] flying;

    private final @Nullable Actor[] parked;

    /** Branches whose step waited when its process was killed. It does not return. */
    private final boolean[] lost;

    @Tally
    private final FaultWatch faults = new FaultWatch();

    private int stage;
    private @Nullable String problem;

    /**
     * A cell before its first step.
     *
     * @param scenario what happens
     * @param backend on which row
     * @param version on which kernel
     * @param costs the prices
     */
    public SteppedRun(Scenario scenario, String backend, KernelVersion version, CostTable costs) {
        this.scenario = scenario;
        this.backend = backend;
        world = new World(scenario, backend, version, costs);
        commands = new StepCommands(world);
        counters = new Counters(world);
        int most = 1;
        for (Statement statement : scenario.statements()) {
            if (statement instanceof ParBlock par) {
                stages.add(par.branches());
                most = Math.max(most, par.branches().size());
            } else {
                alone((Step) statement);
            }
        }
        branches = most;
        at = new int[branches];
        begun = new boolean[branches];
        flying = new Command[branches];
        parked = new Actor[branches];
        lost = new boolean[branches];
        registers =
                scenario.steps().map(Step::register).flatMap(Stream::ofNullable).toList();
        bound = new Answer[registers.size()];
        counted = counters(scenario, backend, version);
        events = new Events(scenario, world);
        world.listen(faults);
    }

    private static int pages(Step step) {
        return step instanceof Mmap mmap ? 2 * mmap.pages() : 0;
    }

    /** Statements in a row are one branch. */
    private void alone(Step step) {
        int last = stages.size() - 1;
        if (last < 0 || stages.get(last).size() > 1) {
            stages.add(List.of(new ArrayList<>()));
            last++;
        }
        stages.get(last).get(0).add(step);
    }

    private static List<Counter> counters(Scenario scenario, String backend, KernelVersion version) {
        Map<String, Counter> found = new LinkedHashMap<>();
        scenario.expectations().stream()
                .filter(expectation -> expectation.speaksFor(backend, version))
                .flatMap(expectation -> expectation.condition().counters())
                .forEach(counter -> found.putIfAbsent(counter.toString(), counter));
        return List.copyOf(found.values());
    }

    /**
     * What makes a difference to the cell: the counters that its expectations or its {@code count} steps read, and retries if they are
     * bounded.
     *
     * @return their words
     */
    public Set<String> counterWords() {
        Stream<Counter> read = scenario.steps().filter(Count.class::isInstance).map(step -> ((Count) step).counter());
        Stream<String> bounded = scenario.exploration().retries() == null ? Stream.of() : Stream.of(Actor.RETRIES);
        return Stream.concat(
                        Stream.concat(counted.stream(), read)
                                .map(counter -> counter.kind().word()),
                        bounded)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Why the row cannot take the scenario's steps.
     *
     * @return the reason, or empty
     */
    public Optional<String> reasonToSkip() {
        return OfferedSteps.reasonToSkip(scenario, world);
    }

    /** Takes the statements before the first {@code par}; in a scenario without one but with events, none. */
    public void begin() {
        // Whose arrays do not grow, so that a frame's books stay where they are.
        world.kernel()
                .mm()
                .memory()
                .reserve(ROOM + scenario.steps().mapToInt(SteppedRun::pages).sum());
        boolean anyPar = scenario.statements().stream().anyMatch(ParBlock.class::isInstance);
        while (problem == null && stage < stages.size() && stages.get(stage).size() == 1 && (anyPar || events.none())) {
            if (!step(0) && !giveUp()) {
                return;
            }
            while (goOn(0)) {
                // as in a plain run, what waited goes on as soon as it can
            }
        }
    }

    @Override
    public int actors() {
        return 2 * branches + events.count();
    }

    @Override
    public @Nullable String note() {
        return faults.last();
    }

    @Override
    public long location(int actor) {
        if (actor >= 2 * branches) {
            return events.location(actor - 2 * branches);
        }
        int branch = actor % branches;
        Command command = flying[branch];
        Actor busy = actor < branches ? (command == null ? null : command.actor()) : parked[branch];
        if (actor >= branches && busy == null) {
            return 0;
        }
        return ((long) (stage * MOST_STATEMENTS + at[branch]) << 32)
                | (busy == null ? 0 : busy.location() & 0xffffffffL);
    }

    @Override
    public boolean beyond() {
        Integer bound = scenario.exploration().retries();
        for (int branch = 0; bound != null && branch < branches; branch++) {
            Command command = flying[branch];
            Actor actor = command == null ? null : command.actor();
            if (actor != null && actor.retries() > bound) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean step(int actor) {
        faults.forget();
        try {
            return take(actor);
        } catch (IllegalStateException e) {
            if (scenario.ablations().isEmpty()) {
                throw e;
            }
            problem = "error: without a mechanism the model cannot go on: " + e.getMessage();
            return true;
        }
    }

    private boolean take(int actor) {
        if (problem != null) {
            return false;
        }
        if (actor >= 2 * branches) {
            return eventsHappen() && events.step(actor - 2 * branches);
        }
        return actor < branches ? advance(actor) : goOn(actor - branches);
    }

    /** Events happen beside a {@code par}, as long as it has something to do; beside everything if there is none. */
    private boolean eventsHappen() {
        return stage < stages.size() && (stages.get(stage).size() > 1 || stages.size() == 1) && !over();
    }

    private boolean over() {
        for (int branch = 0; branch < branches; branch++) {
            if (current(branch) != null) {
                return false;
            }
        }
        return true;
    }

    private boolean advance(int branch) {
        Step step = current(branch);
        if (step == null || lost[branch]) {
            return false;
        }
        Command command = flying[branch];
        if (command == null) {
            if (commands.suspended(step) || (step instanceof Kill kill && commands.inCall(kill))) {
                return false;
            }
            command = step.accept(commands);
            if (command.actor() == null || command.operation() == null) {
                answer(branch, step, command.answer().get());
                return true;
            }
            if (!command.actor().idle()) {
                return false;
            }
            loseAbandoned(command.actor());
            command.actor().start(command.operation());
            flying[branch] = command;
            begun[branch] = true;
        }
        Actor actor = command.actor();
        if (actor == null || !actor.step()) {
            return false;
        }
        if (actor.idle()) {
            flying[branch] = null;
            begun[branch] = false;
            answer(branch, step, command.answer().get());
        }
        return true;
    }

    /** SIGKILL ends what other branches wait for in the name of its process. */
    private void loseAbandoned(Actor idle) {
        for (int branch = 0; branch < branches; branch++) {
            Command command = flying[branch];
            if (command != null && command.actor() == idle) {
                flying[branch] = null;
                begun[branch] = false;
                lost[branch] = true;
            }
            if (parked[branch] == idle) {
                parked[branch] = null;
            }
        }
    }

    /** A step whose statement was answered {@code blocked} goes on when it can. */
    private boolean goOn(int branch) {
        Actor actor = parked[branch];
        if (actor == null || !actor.step()) {
            return false;
        }
        if (actor.idle()) {
            parked[branch] = null;
        }
        return true;
    }

    private @Nullable Step current(int branch) {
        if (stage == stages.size()) {
            return null;
        }
        List<List<Step>> now = stages.get(stage);
        return branch < now.size() && at[branch] < now.get(branch).size()
                ? now.get(branch).get(at[branch])
                : null;
    }

    private void answer(int branch, Step step, Answer answer) {
        String register = step.register();
        if (register != null) {
            bound[registers.indexOf(register)] = answer;
        } else if (!(answer instanceof Value) && !answer.equals(Symbol.OK)) {
            problem = "error: line " + step.at().line() + ": the step answered " + answer.text()
                    + " and binds no register";
        }
        at[branch]++;
    }

    /** What follows a {@code par} begins when all its branches are through; that nobody can do anything else keeps them independent. */
    @Override
    public boolean giveUp() {
        if (problem != null || stage == stages.size()) {
            return false;
        }
        if (over()) {
            stage++;
            for (int branch = 0; branch < branches; branch++) {
                at[branch] = 0;
            }
            return stage < stages.size();
        }
        for (int branch = 0; branch < branches; branch++) {
            Step step = current(branch);
            if (step != null && lost[branch]) {
                lost[branch] = false;
                answer(branch, step, step.register() == null ? Symbol.OK : Symbol.BLOCKED);
                return true;
            }
            if (step != null && step.register() != null && parked[branch] == null) {
                Command command = flying[branch];
                if (command != null) {
                    parked[branch] = command.actor();
                    flying[branch] = null;
                    begun[branch] = false;
                }
                answer(branch, step, Symbol.BLOCKED);
                return true;
            }
        }
        return false;
    }

    /** Between two operations the books must agree, unless a kernel that lacks a mechanism may leave them wrong by design. */
    @Override
    public void check() {
        if (!scenario.ablations().isEmpty() || events.running()) {
            return;
        }
        for (int branch = 0; branch < branches; branch++) {
            if (flying[branch] != null || parked[branch] != null) {
                return;
            }
        }
        List<String> problems = Integrity.check(world.kernel(), world.rows()).problems();
        if (!problems.isEmpty()) {
            throw new IntegrityException(
                    scenario.file() + ", " + backend + " on " + world.kernel().version(), problems);
        }
    }

    @Override
    public End end() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (int i = 0; i < bound.length; i++) {
            Answer answer = bound[i];
            if (answer != null) {
                answers.put(registers.get(i), answer);
            }
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Counter counter : counted) {
            if (counter.kind() == CounterKind.LOCK_CYCLES) {
                continue;
            }
            counters.read(counter.kind(), counter.argument()).ifPresent(count -> counts.put(counter.toString(), count));
        }
        return new End(answers, counts, problem == null ? deadlock() : problem);
    }

    /** Who waits at the end, or null if nobody does. */
    private @Nullable String deadlock() {
        if (over()) {
            return null;
        }
        StringBuilder waiting = new StringBuilder();
        for (int branch = 0; branch < branches; branch++) {
            Step step = current(branch);
            if (step != null) {
                waiting.append(waiting.isEmpty() ? "deadlock: " : "; ")
                        .append(step.actor())
                        .append(" waits in line ")
                        .append(step.at().line());
            }
        }
        return waiting.toString();
    }

    /**
     * What was taken under what, over all orders of steps so far.
     *
     * @return the graph
     */
    public LockGraph locks() {
        return world.locks();
    }

    /**
     * Takes steps in a given order and draws them.
     *
     * @param way the actor of each step, from where {@link #begin} leaves off; {@link #actors()} stands for {@link #giveUp}
     * @return the time line from the first of them on
     */
    public TimeLine draw(int[] way) {
        TimeLineRecorder recorder = new TimeLineRecorder(world.tasks().keySet());
        world.listen(recorder);
        for (int actor : way) {
            Step step = actor < branches ? current(actor) : null;
            recorder.statement(step == null ? 0 : step.at().line(), step == null ? name(actor) : text(step));
            if (!(actor == actors() ? giveUp() : step(actor))) {
                throw new IllegalStateException("the way cannot be gone");
            }
        }
        return recorder.timeLine(List.of()).fromItsFirstStep();
    }

    private String name(int actor) {
        return actor >= 2 * branches && actor < actors() ? events.name(actor - 2 * branches) : "goes on";
    }

    private String text(Step step) {
        String[] lines = scenario.text().split("\n", -1);
        int line = step.at().line();
        String text = line <= lines.length && line > 0 ? lines[line - 1] : "";
        int hash = text.indexOf('#');
        return (hash < 0 ? text : text.substring(0, hash)).strip();
    }
}
