package io.github.accelbed.scenario.run;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.Tally;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.DeviceAccess;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.step.CountStep;
import io.github.accelbed.scenario.language.step.KillStep;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.ProcessStep;
import io.github.accelbed.scenario.language.step.RootStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Symbol;
import io.github.accelbed.scenario.lockorder.LockGraph;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a scenario's steps in a world one atomic step at a time, in whatever order it is told: a plain run in {@link WrittenOrder}, an
 * exploration in all. The branches of a {@code par} are the first actors, statements outside are a single branch; behind them come the calls
 * that were answered {@code blocked} and go on, one for each name in which there can be one, and then the spontaneous events. The statement
 * of a branch begins with the first step of its operation and is answered with the last.
 */
public final class SteppedRun implements Explorable {
    /** A statement that has taken more steps than this, and {@link #STEPS_PER_PAGE} for each page of the scenario, goes round in a circle. */
    static final long STEPS = 10_000_000;

    /** What the pages of the largest buffers may take in addition. */
    static final long STEPS_PER_PAGE = 100;

    /** Frames besides those of buffers: copies, caches, and what huge pages leave over. */
    private static final int ROOM = 4096;

    private final Scenario scenario;
    private final String backend;
    private final World world;
    private final StepCommands commands;
    private final Counters counters;
    private final Stages stages;
    private final Answers answers;
    private final BoundRegisters registers;
    private final List<Counter> counted;
    private final Events events;
    private final int branches;

    /** Which of the branches' statements is the one that runs: two may wait to run on one actor. */
    private final boolean[] begun;

    /** What a branch is at; which it is follows from the step, and what it does is on its actor's stack. */
    @Tally
    private final @Nullable Command[] flying;

    /**
     * Branches whose statement is over when its process is dead, and not before: its call ran when the process was killed and never returns to
     * user space, or it is a kill of a process that ends already.
     */
    private final boolean[] dying;

    /** In whose names calls can go on after their statements were answered {@code blocked}. */
    private final List<String> names;

    /** By name: the statement whose call goes on. */
    private final @Nullable Step[] parked;

    private final long mostSteps;

    @Tally
    private long stepsSinceAnswer;

    @Tally
    private final FaultWatch faults = new FaultWatch();

    @Tally
    private @Nullable TimeLineRecorder recorder;

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
        this(scenario, backend, new World(scenario, backend, version, costs), null);
    }

    SteppedRun(Scenario scenario, String backend, World world, @Nullable Answers others) {
        this.scenario = scenario;
        this.backend = backend;
        this.world = world;
        commands = new StepCommands(world);
        counters = new Counters(world);
        stages = new Stages(scenario);
        branches = stages.widest();
        begun = new boolean[branches];
        flying = new Command[branches];
        dying = new boolean[branches];
        names = scenario.steps().map(SteppedRun::name).distinct().toList();
        parked = new Step[names.size()];
        registers = new BoundRegisters(scenario);
        answers = others == null ? registers : others;
        counted = counters(scenario, backend, world.kernel().version());
        events = new Events(scenario, world);
        mostSteps = STEPS
                + STEPS_PER_PAGE * scenario.steps().mapToLong(SteppedRun::pages).sum();
    }

    /** In whose name a step is taken. */
    private static String name(Step step) {
        return step instanceof RootStep root ? World.desk(root) : step.actor();
    }

    private static int pages(Step step) {
        return step instanceof MmapStep mmap ? mmap.pages() : 0;
    }

    private static List<Counter> counters(Scenario scenario, String backend, KernelVersion version) {
        Map<String, Counter> found = new LinkedHashMap<>();
        scenario.expectations().stream()
                .filter(expectation -> expectation.speaksFor(backend, version))
                .flatMap(expectation -> expectation.condition().counters())
                .forEach(counter -> found.putIfAbsent(counter.toString(), counter));
        return List.copyOf(found.values());
    }

    World world() {
        return world;
    }

    /**
     * What makes a difference to the cell: the counters that its expectations or its {@code count} steps read, and retries if they are
     * bounded.
     *
     * @return their words
     */
    public Set<String> counterWords() {
        Stream<Counter> read =
                scenario.steps().filter(CountStep.class::isInstance).map(step -> ((CountStep) step).counter());
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

    /** Begins an exploration: takes the statements before the first {@code par}; in a scenario without one but with events, none. */
    public void begin() {
        begin(true);
    }

    /** The same; who has begun the same before may leave the books closed. */
    void begin(boolean books) {
        world.listen(faults);
        // Whose arrays do not grow, so that a frame's books stay where they are.
        world.kernel()
                .mm()
                .memory()
                .reserve(ROOM
                        + scenario.steps().mapToInt(step -> 2 * pages(step)).sum());
        if (events.none() || stages.size() > 1) {
            new WrittenOrder(this, true, books).toFirstPar();
        }
    }

    @Override
    public int actors() {
        return branches + names.size() + events.count();
    }

    @Override
    public @Nullable String note() {
        return faults.last();
    }

    @Override
    public long location(int actor) {
        int behind = actor - branches - names.size();
        if (behind >= 0) {
            return events.location(behind);
        }
        if (actor >= branches) {
            Step step = parked[actor - branches];
            return step == null ? 0 : 1L << 62 | location(commands.actor(step));
        }
        Command command = flying[actor];
        // One that will be answered when its process is dead may do then whatever it could before it began.
        return ((long) stages.place(actor) << 32) | location(command == null || dying[actor] ? null : command.actor());
    }

    private static long location(@Nullable Actor busy) {
        return busy == null ? 0 : busy.location() & 0xffffffffL;
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
    public boolean optional(int actor) {
        int event = actor - branches - names.size();
        return event >= 0 && !events.running(event);
    }

    @Override
    public boolean step(int actor) {
        faults.forget();
        if (recorder != null) {
            label(recorder, actor);
        }
        try {
            return take(actor);
        } catch (ModelException e) {
            problem = excused(e);
            return true;
        }
    }

    private void label(TimeLineRecorder drawn, int actor) {
        Step step = actor < branches ? stages.current(actor) : null;
        int event = actor - branches - names.size();
        if (step != null) {
            drawn.statement(step);
        } else {
            drawn.without(event < 0 ? "goes on" : events.name(event));
        }
    }

    /** What is said of a broken model if its kernel lacks a mechanism; else it goes on. */
    String excused(ModelException e) {
        if (scenario.ablations().isEmpty()) {
            throw e;
        }
        return "without a mechanism the model cannot go on: " + e.getMessage();
    }

    private boolean take(int actor) {
        if (problem != null) {
            return false;
        }
        int event = actor - branches - names.size();
        if (event >= 0) {
            return (events.running(event) || eventsHappen()) && events.step(event);
        }
        return actor < branches ? advance(actor) : goOn(actor - branches);
    }

    /** Events begin beside a {@code par}, as long as it has something to do; beside everything if there is none. */
    private boolean eventsHappen() {
        return (stages.branches() > 1 || stages.size() == 1) && !stages.over();
    }

    private boolean advance(int branch) {
        Step step = stages.current(branch);
        if (step == null || dying[branch]) {
            return false;
        }
        Command command = flying[branch];
        if (command != null) {
            return go(branch, step, command);
        }
        Actor actor = commands.actor(step);
        if (commands.suspended(step) || (actor != null && busy(actor) && !(step instanceof KillStep))) {
            return false;
        }
        command = commands.of(step);
        actor = command.actor();
        if (actor == null) {
            if (recorder != null && !(step instanceof CountStep)) {
                // To count is to look at the books, which nobody in the kernel does.
                recorder.atOnce(world.kernel().machine().clock().nowPs());
            }
            answer(branch, step, command.answer().get());
            return true;
        }
        if (command.operation() != null) {
            actor.start(command.operation());
        } else if (LastExit.begun(actor)) {
            dying[branch] = true;
            return true;
        } else {
            kill(actor);
        }
        flying[branch] = command;
        begun[branch] = true;
        if (command.operation() != null || actor.idle()) {
            // It has begun even if its first step must wait: a SIGKILL finds it in the call, and once answered blocked
            // it goes on.
            go(branch, step, command);
        }
        return true;
    }

    /** Whether somebody's call runs, or has been killed and is not followed by the exit yet. */
    private static boolean busy(Actor actor) {
        return !actor.idle() || actor.fatalSignalPending();
    }

    /** SIGKILL: what runs in the name of the process goes on as it may, but does not return; the killer sees to it and to the exit. */
    private void kill(Actor actor) {
        for (int branch = 0; branch < branches; branch++) {
            Command command = flying[branch];
            dying[branch] |= command != null && command.actor() == actor;
        }
        for (int i = 0; i < parked.length; i++) {
            Step step = parked[i];
            if (step != null && commands.actor(step) == actor) {
                parked[i] = null;
            }
        }
        actor.kill();
    }

    /** A step of a statement's call; with the last one comes the answer. */
    private boolean go(int branch, Step step, Command command) {
        Actor actor = command.actor();
        if (actor == null || !move(step, actor)) {
            return false;
        }
        if (!busy(actor)) {
            flying[branch] = null;
            begun[branch] = false;
            answer(branch, step, command.answer().get());
            bury(step);
        }
        return true;
    }

    /** A step of a call whose statement was answered {@code blocked}. */
    private boolean goOn(int name) {
        Step step = parked[name];
        Actor actor = step == null ? null : commands.actor(step);
        if (step == null || actor == null || !move(step, actor)) {
            return false;
        }
        if (!busy(actor)) {
            parked[name] = null;
            bury(step);
        }
        return true;
    }

    private boolean move(Step step, Actor actor) {
        if (actor.idle() && step instanceof ProcessStep process) {
            actor.start(commands.dying(process.process()));
        }
        if (!actor.step()) {
            return false;
        }
        if (++stepsSinceAnswer > mostSteps) {
            problem = "line " + step.at().line() + ": the statement takes more than " + mostSteps + " steps";
        }
        return true;
    }

    /** When a process is dead, so is what did not return. */
    private void bury(Step last) {
        if (!(last instanceof ProcessStep process) || commands.alive(process)) {
            return;
        }
        for (int branch = 0; branch < branches; branch++) {
            if (dying[branch]
                    && stages.current(branch) instanceof ProcessStep step
                    && step.process().equals(process.process())) {
                flying[branch] = null;
                begun[branch] = false;
                dying[branch] = false;
                answer(branch, step, step instanceof KillStep || step.register() == null ? Symbol.OK : Symbol.BLOCKED);
            }
        }
    }

    private void answer(int branch, Step step, Answer answer) {
        String why = answers.answered(step, answer);
        if (why != null && problem == null) {
            problem = why;
        }
        stages.next(branch);
        stepsSinceAnswer = 0;
    }

    /** What follows a {@code par} begins when all its branches are through; that nobody can do anything else keeps them independent. */
    @Override
    public boolean giveUp() {
        if (problem != null || stages.atEnd()) {
            return false;
        }
        if (stages.over()) {
            return stages.begin();
        }
        for (int branch = 0; branch < branches; branch++) {
            if (blocked(branch)) {
                return true;
            }
        }
        return false;
    }

    /** Answers the statement of a branch {@code blocked}, if it takes that; its call goes on when it can. */
    boolean blocked(int branch) {
        Step step = stages.current(branch);
        if (step == null || problem != null || !answers.takesBlocked(step)) {
            return false;
        }
        if (flying[branch] != null && !dying[branch]) {
            parked[names.indexOf(name(step))] = step;
        }
        flying[branch] = null;
        begun[branch] = false;
        dying[branch] = false;
        answer(branch, step, Symbol.BLOCKED);
        return true;
    }

    /** Takes all steps of calls that were answered {@code blocked} and can go on; false if there are none. */
    boolean resume() {
        boolean any = false;
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int i = 0; i < parked.length; i++) {
                while (parked[i] != null && step(branches + i)) {
                    progress = true;
                    any = true;
                }
            }
        }
        return any;
    }

    /** Where the branches are. */
    Stages stages() {
        return stages;
    }

    /** Between two operations the books must agree, unless a kernel that lacks a mechanism may leave them wrong by design. */
    @Override
    public void check() {
        if (!scenario.ablations().isEmpty() || events.running()) {
            return;
        }
        for (int branch = 0; branch < branches; branch++) {
            if (begun[branch] || dying[branch]) {
                return;
            }
        }
        for (Step step : parked) {
            if (step != null) {
                return;
            }
        }
        checkBooks("");
    }

    private void checkBooks(String when) {
        List<String> problems = Integrity.check(world.kernel(), world.rows()).problems();
        if (!problems.isEmpty()) {
            throw new IntegrityException(
                    scenario.file() + ", " + when + backend + " on "
                            + world.kernel().version(),
                    problems);
        }
    }

    @Override
    public End end() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Counter counter : counted) {
            if (counter.kind() == CounterKind.LOCK_CYCLES) {
                continue;
            }
            counters.read(counter.kind(), counter.argument()).ifPresent(count -> counts.put(counter.toString(), count));
        }
        return new End(answers(), counts, problem == null ? deadlock() : "error: " + problem);
    }

    /** A job that was answered {@code blocked} and whose fault has come again ever since is {@code stalled}. */
    private Map<String, Answer> answers() {
        Map<String, Answer> all = new LinkedHashMap<>(registers.answers());
        for (Step step : parked) {
            Actor actor = step == null ? null : commands.actor(step);
            String register = step == null ? null : step.register();
            if (register != null && actor != null && actor.current() instanceof DeviceAccess job && job.stalled()) {
                all.put(register, Symbol.STALLED);
            }
        }
        return all;
    }

    /** Who waits at the end, or null if nobody does. */
    private @Nullable String deadlock() {
        return stages.over()
                ? null
                : stages.current().stream()
                        .map(step ->
                                step.actor() + " waits in line " + step.at().line())
                        .collect(Collectors.joining("; ", "deadlock: ", ""));
    }

    /** Why a plain run did not come to its end, or null. */
    @Nullable
    String reason() {
        List<Step> waiting = stages.current();
        return problem != null || waiting.isEmpty()
                ? problem
                : "line " + waiting.get(0).at().line() + ": blocked, and nothing unblocks it";
    }

    /**
     * The implicit SIGKILL of everybody who still lives, after which the books must agree.
     *
     * @return false if somebody waits for good, so that what is held then says nothing
     */
    boolean exitAll() {
        world.kernel().machine().listen(null);
        List<Step> open = stages.current();
        for (Step step : parked) {
            if (step != null) {
                open.add(step);
            }
        }
        Set<Actor> working = new LinkedHashSet<>();
        for (Step step : open) {
            Actor actor = commands.actor(step);
            if (actor != null) {
                working.add(actor);
            }
        }
        boolean all = new LastExit(world, mostSteps).take(working);
        if (all && scenario.ablations().isEmpty()) {
            checkBooks("the exit of all processes, ");
        }
        return all;
    }

    /**
     * What was taken under what, over all orders of steps so far.
     *
     * @return the graph
     */
    public LockGraph locks() {
        return world.locks();
    }

    /** Takes all steps in written order. */
    void run(@Nullable TimeLineRecorder drawn) {
        listen(drawn);
        new WrittenOrder(this, true, true).toTheEnd();
    }

    private void listen(@Nullable TimeLineRecorder drawn) {
        recorder = drawn;
        if (drawn != null) {
            world.listen(drawn);
        }
    }

    /**
     * Takes steps in a given order and draws them.
     *
     * @param way the actor of each step, from where {@link #begin} leaves off; {@link #actors()} stands for {@link #giveUp}
     * @return the time line from the first of them on
     */
    public TimeLine draw(int[] way) {
        TimeLineRecorder drawn = new TimeLineRecorder(scenario, world.tasks().keySet());
        listen(drawn);
        for (int actor : way) {
            if (!(actor == actors() ? giveUp() : step(actor))) {
                throw new IllegalStateException("the way cannot be gone");
            }
        }
        return drawn.timeLine(List.of()).fromItsFirstStep();
    }
}
