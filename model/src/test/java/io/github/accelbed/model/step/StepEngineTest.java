package io.github.accelbed.model.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepEngineTest {
    /** An access costs 2 ns and a system call 100 ns. */
    private static final CostTable COSTS = CostTable.defaults()
            .with("test", CostTable.HEADER + "\ncpu-access,2,test,no\nsyscall,100,test,no\niotlb-hit,0.5,test,no");

    /** An operation whose steps are told what to answer and write down that they ran. */
    private static final class Script extends Operation<Script> {
        final List<String> ran = new ArrayList<>();
        final int[] answers;
        int units = 1;
        int begun;
        Operation<?> calls;

        private Script(Program<Script> program, int... answers) {
            super(program);
            this.answers = answers;
        }

        static Script of(int... answers) {
            return new Script(
                    Program.<Script>of("script")
                            .cpu("one", Cost.CPU_ACCESS, (o, a) -> o.step(0, a))
                            .waits()
                            .kernel("two", Cost.SYSCALL, (o, a) -> o.step(1, a))
                            .waits()
                            .device("three", Cost.INCLUDED, (o, a) -> o.step(2, a))
                            .waits()
                            .build(),
                    answers);
        }

        private int step(int pc, Actor actor) {
            int flow = ran.size() < answers.length ? answers[ran.size()] : Flow.NEXT;
            if (flow == Flow.BLOCKED) {
                return flow;
            }
            ran.add(program().label(pc));
            actor.charge(units);
            if (calls != null) {
                actor.call(calls);
                calls = null;
            }
            return flow;
        }

        @Override
        protected void begin() {
            begun++;
        }
    }

    private StepMachine machine;
    private Actor actor;

    @BeforeEach
    void boot() {
        machine = new StepMachine(COSTS);
        actor = new Actor(machine, "A");
    }

    private List<String> run(int... answers) {
        Script script = Script.of(answers);
        actor.start(script);
        assertThat(actor.run()).isTrue();
        assertThat(script.running()).isFalse();
        return script.ran;
    }

    @Test
    void nextGoesToTheFollowingStep() {
        assertThat(run()).containsExactly("one", "two", "three");
    }

    @Test
    void againRunsTheSameStepOnceMore() {
        assertThat(run(Flow.AGAIN, Flow.AGAIN)).containsExactly("one", "one", "one", "two", "three");
    }

    @Test
    void doneEndsTheOperation() {
        assertThat(run(Flow.NEXT, Flow.DONE)).containsExactly("one", "two");
    }

    @Test
    void restartGoesBackToTheFirstStepWithoutBeginningAnew() {
        Script script = Script.of(Flow.NEXT, Flow.RESTART);
        actor.start(script);
        actor.run();
        assertThat(script.ran).containsExactly("one", "two", "one", "two", "three");
        assertThat(script.begun).isEqualTo(1);
    }

    @Test
    void skipLeavesOneStepOut() {
        assertThat(run(Flow.SKIP)).containsExactly("one", "three");
        assertThat(run(Flow.NEXT, Flow.SKIP)).containsExactly("one", "two");
    }

    @Test
    void anUnknownAnswerIsRefused() {
        assertThatThrownBy(() -> run(17)).hasMessage("flow 17");
    }

    @Test
    void aBlockedStepTakesNoTimeAndTellsNobody() {
        List<String> told = new ArrayList<>();
        machine.listen((who, program, pc, start, duration) -> told.add(program.label(pc)));
        Script script = Script.of(Flow.NEXT, Flow.BLOCKED);
        actor.start(script);
        assertThat(actor.run()).isFalse();
        assertThat(actor.blocked()).isTrue();
        assertThat(actor.idle()).isFalse();
        assertThat(machine.clock().nowPs()).isEqualTo(2000);
        assertThat(told).containsExactly("one");
        assertThat(actor.step()).as("blocked as long as nothing changes").isFalse();
        script.answers[1] = Flow.NEXT;
        assertThat(actor.run()).isTrue();
        assertThat(actor.blocked()).isFalse();
        assertThat(told).containsExactly("one", "two", "three");
    }

    @Test
    void aCalledOperationRunsBeforeItsCallerGoesOn() {
        List<String> told = new ArrayList<>();
        machine.listen((who, program, pc, start, duration) -> told.add(program.name() + " " + program.label(pc)));
        Program<Script> inner = Program.<Script>of("inner")
                .iommu("in", Cost.IOTLB_HIT, (o, a) -> Flow.DONE)
                .build();
        Script outer = Script.of();
        outer.calls = new Script(inner);
        actor.start(outer);
        actor.run();
        assertThat(told).containsExactly("script one", "inner in", "script two", "script three");
    }

    @Test
    void aCallFromTheLastStepRunsToo() {
        Script inner = Script.of();
        Script outer = Script.of(Flow.DONE);
        outer.calls = inner;
        actor.start(outer);
        actor.run();
        assertThat(inner.ran).hasSize(3);
        assertThat(outer.running()).isFalse();
        assertThat(actor.idle()).isTrue();
    }

    @Test
    void callsNestDeeply() {
        Script last = Script.of();
        Script outer = last;
        for (int i = 0; i < 40; i++) {
            Script caller = Script.of();
            caller.calls = outer;
            outer = caller;
        }
        actor.start(outer);
        actor.run();
        assertThat(last.ran).hasSize(3);
        assertThat(machine.clock().nowPs()).isEqualTo(41 * 102_000);
    }

    @Test
    void anActorDoesOneThingAtATime() {
        actor.start(Script.of());
        assertThatThrownBy(() -> actor.start(Script.of())).hasMessage("A is busy with script");
    }

    @Test
    void anOperationCannotRunTwiceAtOnce() {
        Script script = Script.of();
        actor.start(script);
        Actor other = new Actor(machine, "B");
        assertThatThrownBy(() -> other.start(script)).hasMessage("script is already running");
        actor.run();
        other.start(script);
        assertThat(other.run()).isTrue();
        assertThat(script.begun).isEqualTo(2);
    }

    @Test
    void whatWaitsInItsFirstStepCanBeWithdrawn() {
        Script script = Script.of(Flow.BLOCKED);
        actor.start(script);
        assertThat(actor.run()).isFalse();
        actor.withdraw();
        assertThat(actor.idle()).isTrue();
        assertThat(actor.blocked()).isFalse();
        assertThat(script.running()).isFalse();
    }

    @Test
    void whatHasBegunCannotBeWithdrawn() {
        actor.start(Script.of(Flow.NEXT, Flow.BLOCKED));
        actor.run();
        assertThatThrownBy(actor::withdraw).hasMessage("A has begun already");
    }

    @Test
    void aStepThatWaitsAndDoesNotSaySoIsRefused() {
        Program<Script> steps = Program.<Script>of("silent")
                .cpu("one", Cost.SYSCALL, (o, a) -> Flow.BLOCKED)
                .build();
        actor.start(new Script(steps));
        assertThatThrownBy(actor::step).hasMessage("silent: one waits and does not say how");
    }

    @Test
    void theListenerIsToldWhenEachStepBeganAndHowLongItTook() {
        List<String> told = new ArrayList<>();
        machine.listen((who, program, pc, start, duration) ->
                told.add(who.name() + " " + program.lane(pc) + " " + start + "+" + duration));
        Script script = Script.of();
        script.units = 3;
        actor.start(script);
        actor.run();
        assertThat(told).containsExactly("A CPU 0+6000", "A KERNEL 6000+300000", "A DEVICE 306000+0");
    }

    @Test
    void aStepThatUsesNothingIsFree() {
        Script script = Script.of();
        script.units = 0;
        actor.start(script);
        actor.run();
        assertThat(machine.clock().nowPs()).isZero();
    }

    @Test
    void theTimesOfAllActorsAddUpToTheClock() {
        Random random = new Random(1);
        Actor[] actors = {actor, new Actor(machine, "B"), new Actor(machine, "C")};
        for (int i = 0; i < 1000; i++) {
            Actor who = actors[random.nextInt(3)];
            if (who.idle()) {
                who.start(Script.of(random.nextInt(3) == 0 ? Flow.AGAIN : Flow.NEXT));
            }
            who.step();
            assertThat(machine.timesAddUp()).isTrue();
        }
        assertThat(actors[0].busyPs() + actors[1].busyPs() + actors[2].busyPs())
                .isEqualTo(machine.clock().nowPs());
        machine.clock().advance(1);
        assertThat(machine.timesAddUp()).isFalse();
    }

    @Test
    void aProgramNeedsAStep() {
        assertThatThrownBy(() -> Program.<Script>of("nothing").build()).hasMessage("nothing has no steps");
    }

    /** Takes two locks one after the other, calls another operation, and can be told where to fail. */
    private static final class Nested extends Operation<Nested> {
        final List<String> ran = new ArrayList<>();
        SimLock outer = new SimLock("outer");
        SimLock inner = new SimLock("inner");
        String failsIn = "";
        Operation<?> callee = Script.of(Flow.DONE);
        boolean killable;

        private static final Program<Nested> STEPS = Program.<Nested>of("nested")
                .cpu("lock", Cost.INCLUDED, (o, a) -> o.take(a, "lock", o.outer))
                .waits()
                .cpu("make", Cost.INCLUDED, (o, a) -> o.ran("make"))
                .undo("unmake", Cost.SYSCALL, (o, a) -> o.ran("unmake"))
                .cpu("link", Cost.INCLUDED, (o, a) -> o.ran("link"))
                .undo("unlink", Cost.INCLUDED, (o, a) -> o.ran("unlink"))
                .undo("flush", Cost.INCLUDED, (o, a) -> o.ran("flush"))
                .cpu("call", Cost.INCLUDED, (o, a) -> o.call(a))
                .returned((o, a) -> o.ran("returned"))
                .cpu("lock inner", Cost.INCLUDED, (o, a) -> o.killable ? Flow.PASS : o.take(a, "lock inner", o.inner))
                .waits()
                .cpu("lock inner killable", Cost.INCLUDED, (o, a) -> o.killable ? o.takeKillable(a) : Flow.PASS)
                .waitsKillable()
                .cpu("unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
                .build();

        Nested() {
            super(STEPS);
        }

        private int ran(String step) {
            ran.add(step);
            return step.equals(failsIn) ? fail(Errno.ENOMEM) : Flow.NEXT;
        }

        private int take(Actor actor, String step, SimLock lock) {
            int flow = mutexLock(actor, lock);
            return flow == Flow.NEXT ? ran(step) : flow;
        }

        private int takeKillable(Actor actor) {
            int flow = downWriteKillable(actor, inner);
            return flow == Flow.NEXT ? ran("lock inner") : flow;
        }

        private int call(Actor actor) {
            actor.call(callee);
            return ran("call");
        }

        private int unlock(Actor actor) {
            inner.unlock(actor);
            outer.unlock(actor);
            return ran("unlock");
        }
    }

    @Test
    void whatTakesBackIsSeenOnFailureOnly() {
        Nested nested = new Nested();
        actor.start(nested);
        actor.run();
        assertThat(nested.ran).containsExactly("lock", "make", "link", "call", "returned", "lock inner", "unlock");
        assertThat(nested.result()).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "lock,'lock'",
        "make,'lock,make'",
        "link,'lock,make,link,unmake'",
        "returned,'lock,make,link,call,returned,unlink,flush,unmake'",
        "lock inner,'lock,make,link,call,returned,lock inner,unlink,flush,unmake'"
    })
    void aFailureTakesBackWhatIsBehindItTheLastFirstAndGivesBackWhatIsHeld(String where, String ran) {
        Nested nested = new Nested();
        nested.failsIn = where;
        actor.start(nested);
        assertThat(actor.run()).isTrue();
        assertThat(nested.ran).containsExactly(ran.split(","));
        assertThat(nested.result()).isEqualTo(Errno.ENOMEM);
        assertThat(nested.outer.free()).isTrue();
        assertThat(nested.inner.free()).isTrue();
        assertThat(actor.holding()).isEmpty();
    }

    @Test
    void aFailedCalleeGivesBackOnlyWhatItTookItself() {
        Nested callee = new Nested();
        callee.failsIn = "link";
        Nested nested = new Nested();
        nested.callee = callee;
        actor.start(nested);
        while (!nested.ran.contains("returned")) {
            actor.step();
        }
        assertThat(callee.outer.free()).isTrue();
        assertThat(nested.outer.free()).isFalse();
    }

    @Test
    void anOperationThatEndsWellAndHoldsALockIsFoundOut() {
        SimLock lock = new SimLock("mmap_lock");
        Program<Script> forgetful = Program.<Script>of("forgetful")
                .cpu("lock", Cost.INCLUDED, (o, a) -> lock.lock(a) ? Flow.DONE : Flow.BLOCKED)
                .build();
        actor.start(new Script(forgetful));
        assertThatThrownBy(actor::run).hasMessage("forgetful ends and holds mmap_lock");
    }

    @Test
    void aLockThatIsKeptForTheCallerIsTheCallersToGiveBack() {
        SimLock lock = new SimLock("umem_mutex");
        Program<Script> keeping = Program.<Script>of("keeping")
                .keepsLocks()
                .cpu("lock", Cost.INCLUDED, (o, a) -> lock.lock(a) ? Flow.DONE : Flow.BLOCKED)
                .build();
        Nested nested = new Nested();
        nested.callee = new Script(keeping);
        nested.failsIn = "returned";
        actor.start(nested);
        actor.run();
        assertThat(lock.free()).isTrue();
    }

    @Test
    void aKillWaitsForWhatIsUninterruptible() {
        Nested nested = new Nested();
        Actor other = new Actor(machine, "B");
        nested.inner.lock(other);
        actor.start(nested);
        assertThat(actor.run()).isFalse();
        actor.kill();
        assertThat(actor.run()).isFalse();
        nested.inner.unlock(other);
        assertThat(actor.run()).isTrue();
        assertThat(nested.ran).endsWith("lock inner", "unlock");
        assertThat(nested.result()).isEqualTo(Errno.OK);
    }

    @Test
    void aKillEndsAKillableWaitWithEintr() {
        Nested nested = new Nested();
        nested.killable = true;
        Actor other = new Actor(machine, "B");
        nested.inner.lock(other);
        actor.start(nested);
        assertThat(actor.run()).isFalse();
        actor.kill();
        assertThat(actor.run()).isTrue();
        assertThat(nested.ran).endsWith("unlink", "flush", "unmake");
        assertThat(nested.result()).isEqualTo(Errno.EINTR);
        assertThat(nested.outer.free()).isTrue();
    }

    @Test
    void aFreeLockIsTakenEvenIfASigkillIsPending() {
        Nested nested = new Nested();
        nested.killable = true;
        actor.start(nested);
        actor.step();
        actor.kill();
        assertThat(actor.run()).isTrue();
        assertThat(nested.result()).isEqualTo(Errno.OK);
    }

    @Test
    void aKilledProcessDoesNotComeBackToUserSpace() {
        Nested call = new Nested();
        List<String> library = new ArrayList<>();
        Program<Script> userSpace = Program.<Script>of("library")
                .userSpace()
                .cpu("first call", Cost.INCLUDED, (o, a) -> {
                    a.call(call);
                    return Flow.NEXT;
                })
                .returned((o, a) -> {
                    library.add("returned");
                    return Flow.NEXT;
                })
                .cpu("second call", Cost.INCLUDED, (o, a) -> {
                    library.add("second call");
                    return Flow.NEXT;
                })
                .build();
        Script script = new Script(userSpace);
        actor.start(script);
        actor.step();
        actor.step();
        actor.kill();
        assertThat(actor.run()).isTrue();
        assertThat(call.ran).as("the call in the kernel ends").endsWith("unlock");
        assertThat(library).isEmpty();
        assertThat(script.running()).isFalse();
    }

    @Test
    void aStepThatIsNotNeededIsNeverSeen() {
        List<String> told = new ArrayList<>();
        machine.listen((who, program, pc, start, duration) -> told.add(program.label(pc)));
        Program<Script> steps = Program.<Script>of("passing")
                .cpu("one", Cost.CPU_ACCESS, (o, a) -> Flow.PASS)
                .cpu("two", Cost.SYSCALL, (o, a) -> Flow.NEXT)
                .cpu("three", Cost.CPU_ACCESS, (o, a) -> Flow.PASS)
                .build();
        actor.start(new Script(steps));
        assertThat(actor.run()).isTrue();
        assertThat(told).containsExactly("two");
        assertThat(machine.clock().nowPs()).isEqualTo(100_000);
    }

    @Test
    void whereTheStepBehindOneThatPassesWaitsNothingHasHappened() {
        SimLock lock = new SimLock("lock");
        Actor other = new Actor(machine, "B");
        lock.lock(other);
        Program<Script> steps = Program.<Script>of("passing")
                .cpu("one", Cost.CPU_ACCESS, (o, a) -> Flow.PASS)
                .cpu("two", Cost.SYSCALL, (o, a) -> lock.lock(a) ? Flow.NEXT : Flow.BLOCKED)
                .waits()
                .cpu("three", Cost.SYSCALL, (o, a) -> {
                    lock.unlock(a);
                    return Flow.NEXT;
                })
                .build();
        Script script = new Script(steps);
        actor.start(script);
        int before = actor.location();
        assertThat(actor.run()).isFalse();
        assertThat(actor.location()).isEqualTo(before);
        lock.unlock(other);
        assertThat(actor.run()).isTrue();
    }

    @Test
    void aSequenceOfCallsFailsWithWhatTheFirstFailingOneAnswers() {
        Nested good = new Nested();
        Nested bad = new Nested();
        bad.failsIn = "make";
        List<String> closed = new ArrayList<>();
        Program<Script> steps = Program.<Script>of("library")
                .userSpace()
                .calls("open", Cost.INCLUDED, o -> good)
                .undo("close", Cost.INCLUDED, (o, a) -> {
                    closed.add("close");
                    return Flow.NEXT;
                })
                .calls("not needed", Cost.INCLUDED, o -> null)
                .calls("ioctl", Cost.INCLUDED, o -> bad)
                .build();
        Script script = new Script(steps);
        actor.start(script);
        assertThat(actor.run()).isTrue();
        assertThat(script.result()).isEqualTo(Errno.ENOMEM);
        assertThat(closed).containsExactly("close");
    }
}
