package io.github.accelbed.scenario.run;

import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Answer;
import io.github.accelbed.scenario.language.term.Symbol;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a scenario's steps in a world: the statements in written order, the branches of a {@code par} one after the other as far as
 * each gets, unless the block says where its first step is suspended. After every step the integrity of the whole kernel is checked.
 */
final class StraightRun {

    /**
     * What is made of the answers.
     *
     * @param <X> thrown to end the run
     */
    interface Answers<X extends Exception> {

        /** A step is about to be tried; one that was blocked comes again. */
        void begins(Step step);

        /** Whether {@code blocked} may be the step's answer. If not, the step is tried again later. */
        boolean takesBlocked(Step step);

        /** Whether a blocked step of a branch lets the other branches go on first, before {@code blocked} is its answer. */
        default boolean waitsForOtherBranches() {
            return true;
        }

        /** A step is over, or is blocked and takes that for its answer. */
        void answered(Step step, Answer answer) throws X;

        /** A step stays blocked; when this returns, the run goes on behind it. */
        void stuck(Step step) throws X;
    }

    private final Scenario scenario;
    private final String backend;
    private final World world;
    private final StepCommands commands;
    private final List<Actor> parked = new ArrayList<>();
    private final IdentityHashMap<Step, Command> waiting = new IdentityHashMap<>();
    private @Nullable Actor preempted;

    StraightRun(Scenario scenario, String backend, World world) {
        this.scenario = scenario;
        this.backend = backend;
        this.world = world;
        commands = new StepCommands(world);
    }

    <X extends Exception> void run(Answers<X> answers) throws X {
        for (Statement statement : scenario.statements()) {
            if (statement instanceof ParBlock par) {
                int[] at = new int[par.branches().size()];
                if (par.preempt() > 0) {
                    preempt(par, at, answers);
                }
                runBranches(par, at, 0, answers);
                for (int branch = 0; branch < at.length; branch++) {
                    List<Step> steps = par.branches().get(branch);
                    if (at[branch] < steps.size()) {
                        answers.stuck(steps.get(at[branch]));
                    }
                }
            } else if (statement instanceof Step step && !runStep(step, false, answers)) {
                answers.stuck(step);
            }
        }
    }

    /**
     * Runs the branches in written order; one that blocks lets the next go on and waits. Only when nothing goes on does the first of them
     * that can take {@code blocked} for its answer.
     */
    private <X extends Exception> void runBranches(ParBlock par, int[] at, int from, Answers<X> answers) throws X {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int branch = from; branch < at.length; branch++) {
                List<Step> steps = par.branches().get(branch);
                while (at[branch] < steps.size()
                        && runStep(steps.get(at[branch]), answers.waitsForOtherBranches(), answers)) {
                    at[branch]++;
                    progress = true;
                }
            }
            if (!progress && preempted == null) {
                progress = giveUpOne(par, at, answers);
            }
        }
    }

    private <X extends Exception> boolean giveUpOne(ParBlock par, int[] at, Answers<X> answers) throws X {
        for (int branch = 0; branch < at.length; branch++) {
            List<Step> steps = par.branches().get(branch);
            if (at[branch] < steps.size() && answers.takesBlocked(steps.get(at[branch]))) {
                Step step = steps.get(at[branch]++);
                Command command = waiting.remove(step);
                if (command != null && command.actor() != null) {
                    parked.add(command.actor());
                }
                answers.begins(step);
                answers.answered(step, Symbol.BLOCKED);
                return true;
            }
        }
        return false;
    }

    /**
     * Takes some steps of the kernel of the first branch's first step, then the other branches as far as they get, and leaves the rest of
     * it, and of those that wait for what it holds, to be taken as branches are.
     */
    private <X extends Exception> void preempt(ParBlock par, int[] at, Answers<X> answers) throws X {
        Step first = par.branches().get(0).get(0);
        answers.begins(first);
        if (commands.suspended(first)) {
            return;
        }
        Command command = first.accept(commands);
        Actor actor = command.actor();
        if (actor == null || command.operation() == null || !actor.idle()) {
            return;
        }
        actor.start(command.operation());
        int taken = 0;
        while (taken < par.preempt() && actor.step()) {
            taken++;
        }
        preempted = actor;
        runBranches(par, at, 1, answers);
        preempted = null;
        waiting.put(first, command);
    }

    /** False if the step is blocked, and waits as one of several branches or does not take that for its answer. */
    private <X extends Exception> boolean runStep(Step step, boolean branch, Answers<X> answers) throws X {
        answers.begins(step);
        if (commands.suspended(step)) {
            return !branch && blocked(step, answers);
        }
        Command begun = waiting.remove(step);
        Command command = begun == null ? step.accept(commands) : begun;
        Actor actor = command.actor();
        if (actor != null && command.operation() != null) {
            if (begun == null) {
                if (!actor.idle()) {
                    return !branch && blocked(step, answers);
                }
                actor.start(command.operation());
            }
            if (!actor.run()) {
                if (branch) {
                    waiting.put(step, command);
                    return false;
                }
                if (!answers.takesBlocked(step)) {
                    actor.abandon();
                    return false;
                }
                parked.add(actor);
                return blocked(step, answers);
            }
        }
        Answer answer = command.answer().get();
        resumeParked();
        check("line " + step.at().line());
        answers.answered(step, answer);
        return true;
    }

    private static <X extends Exception> boolean blocked(Step step, Answers<X> answers) throws X {
        if (!answers.takesBlocked(step)) {
            return false;
        }
        answers.answered(step, Symbol.BLOCKED);
        return true;
    }

    private void resumeParked() {
        boolean progress = true;
        while (progress) {
            progress = parked.removeIf(Actor::run);
        }
    }

    /**
     * While an operation is parked or suspended, the books may be between two of its steps; and a kernel that lacks a mechanism may leave
     * them wrong by design, which its outcomes then show.
     */
    private void check(String where) {
        if (!parked.isEmpty()
                || preempted != null
                || !waiting.isEmpty()
                || !scenario.ablations().isEmpty()) {
            return;
        }
        List<String> problems = Integrity.check(world.kernel(), world.rows()).problems();
        if (!problems.isEmpty()) {
            throw new IntegrityException(
                    scenario.file() + ", " + where + ", " + backend + " on "
                            + world.kernel().version(),
                    problems);
        }
    }

    /** The implicit exit of everybody who still lives. */
    void exitAll() {
        for (Task task : new ArrayList<>(world.tasks().values())) {
            if (task.alive()) {
                Actor actor = task.cpu().actor();
                actor.abandon();
                actor.start(new Exit(world.kernel().processes(), task));
                actor.run();
            }
        }
        resumeParked();
        check("the exit of all processes");
    }
}
