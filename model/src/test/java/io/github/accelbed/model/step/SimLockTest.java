package io.github.accelbed.model.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.cost.CostTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimLockTest {
    private StepMachine machine;
    private Actor a;
    private Actor b;
    private SimLock lock;

    @BeforeEach
    void boot() {
        machine = new StepMachine(CostTable.defaults());
        a = new Actor(machine, "A");
        b = new Actor(machine, "B");
        lock = new SimLock("mmap_lock");
    }

    @Test
    void oneWriterKeepsEverybodyElseOut() {
        assertThat(lock.lock(a)).isTrue();
        assertThat(lock.lock(b)).isFalse();
        assertThat(lock.lockShared(b)).isFalse();
        assertThat(lock.heldByOther(b)).isTrue();
        assertThat(lock.heldByOther(a)).isFalse();
        lock.unlock(a);
        assertThat(lock.free()).isTrue();
        assertThat(lock.lockShared(b)).isTrue();
    }

    @Test
    void manyReadersKeepWritersOut() {
        assertThat(lock.lockShared(a)).isTrue();
        assertThat(lock.lockShared(b)).isTrue();
        assertThat(lock.lock(b)).isFalse();
        lock.unlockShared(a);
        assertThat(lock.lock(b)).isFalse();
        assertThat(lock.free()).isFalse();
        lock.unlockShared(b);
        assertThat(lock.lock(b)).isTrue();
    }

    @Test
    void theHolderMayTakeItAgainAndGivesItBackAsOften() {
        lock.lock(a);
        assertThat(lock.lock(a)).isTrue();
        lock.unlock(a);
        assertThat(lock.heldByOther(b)).isTrue();
        lock.unlock(a);
        assertThat(lock.free()).isTrue();
    }

    @Test
    void onlyAHolderGivesItBack() {
        assertThatThrownBy(() -> lock.unlock(a)).hasMessage("A does not hold mmap_lock");
        assertThatThrownBy(() -> lock.unlockShared(a)).hasMessage("nobody reads mmap_lock");
        lock.lock(a);
        assertThatThrownBy(() -> lock.unlock(b)).hasMessage("B does not hold mmap_lock");
    }

    @Test
    void theListenerIsToldOfEachLockTaken() {
        List<String> taken = new ArrayList<>();
        machine.listen(new StepListener() {
            @Override
            public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {}

            @Override
            public void locked(Actor actor, SimLock which) {
                taken.add(actor.name() + " " + which.name());
            }
        });
        lock.lock(a);
        lock.lock(b);
        lock.lock(a);
        lock.unlock(a);
        lock.unlock(a);
        lock.lockShared(b);
        assertThat(taken).containsExactly("A mmap_lock", "A mmap_lock", "B mmap_lock");
    }

    @Test
    void theListenerIsToldOfEachLockGivenBack() {
        List<String> given = new ArrayList<>();
        machine.listen(new StepListener() {
            @Override
            public void stepped(Actor actor, Program<?> program, int pc, long startPs, long durationPs) {}

            @Override
            public void unlocked(Actor actor, SimLock which) {
                given.add(actor.name() + " " + which.name());
            }
        });
        lock.lock(a);
        lock.lock(a);
        lock.unlock(a);
        lock.unlock(a);
        lock.lockShared(b);
        lock.unlockShared(b);
        assertThat(given).containsExactly("A mmap_lock", "A mmap_lock", "B mmap_lock");
    }
}
