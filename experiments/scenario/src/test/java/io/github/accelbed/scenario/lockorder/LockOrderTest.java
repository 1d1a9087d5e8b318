package io.github.accelbed.scenario.lockorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.SimLock;
import io.github.accelbed.model.step.StepMachine;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockOrderTest {
    private final LockOrder order = new LockOrder((actor, program, pc, startPs, durationPs) -> {});
    private final StepMachine machine = new StepMachine(CostTable.defaults());
    private final Actor a = actor("A");
    private final Actor b = actor("B");
    private final SimLock x = new SimLock("x");
    private final SimLock y = new SimLock("y");
    private final SimLock z = new SimLock("z");

    private Actor actor(String name) {
        machine.listen(order);
        return new Actor(machine, name);
    }

    private static void nested(Actor actor, SimLock outer, SimLock inner) {
        outer.lock(actor);
        inner.lock(actor);
        inner.unlock(actor);
        outer.unlock(actor);
    }

    private List<List<String>> circles() {
        return order.graph().cycles().stream()
                .map(cycle -> cycle.edges().stream().map(LockEdge::held).toList())
                .toList();
    }

    @Test
    void twoOrdersOfTwoLocksAreACircleAlthoughNobodyWaited() {
        nested(a, x, y);
        assertThat(order.graph().cycles()).isEmpty();
        nested(b, y, x);
        assertThat(circles()).containsExactly(List.of("x", "y"));
        assertThat(order.graph().cycles().get(0).text()).isEqualTo("x -> y: A in ?; y -> x: B in ?");
    }

    @Test
    void aLockThatWasGivenBackIsNotHeld() {
        x.lock(a);
        x.unlock(a);
        y.lock(a);
        assertThat(order.graph().edges()).isEmpty();
    }

    @Test
    void whatTwoActorsHoldIsNotNested() {
        x.lock(a);
        y.lock(b);
        assertThat(order.graph().edges()).isEmpty();
    }

    @Test
    void circlesOfThreeAndOfTwoThatShareALockAreTwo() {
        nested(a, x, y);
        nested(a, y, z);
        nested(a, z, x);
        nested(b, y, x);
        assertThat(circles()).containsExactlyInAnyOrder(List.of("x", "y", "z"), List.of("x", "y"));
    }

    @Test
    void anOrderThatEverybodyKeepsHasNoCircle() {
        nested(a, x, y);
        nested(b, x, z);
        nested(a, y, z);
        assertThat(order.graph().edges()).hasSize(3);
        assertThat(order.graph().cycles()).isEmpty();
    }

    @Test
    void readersCountLikeWriters() {
        x.lockShared(a);
        y.lock(a);
        y.unlock(a);
        x.unlockShared(a);
        y.lock(b);
        x.lockShared(b);
        assertThat(circles()).containsExactly(List.of("x", "y"));
    }

    @Test
    void twoLocksOfOneClassMayNestButOneLockUnderItselfIsACircle() {
        SimLock other = new SimLock("x");
        nested(a, x, other);
        assertThat(order.graph().edges()).isEmpty();
        nested(a, x, x);
        assertThat(circles()).containsExactly(List.of("x"));
    }

    @Test
    void aCircleMustClose() {
        assertThatThrownBy(() -> new LockCycle(List.of(new LockEdge("x", "y", "w"))))
                .hasMessage("not a circle: [x -> y: w]");
    }
}
