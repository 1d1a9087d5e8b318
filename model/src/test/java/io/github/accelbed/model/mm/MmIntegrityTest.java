package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.process.Task;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker itself: each kind of broken book is noticed. */
class MmIntegrityTest {
    private static final long V = 100;

    private MmWorld world;
    private Task a;

    @BeforeEach
    void writeOnePage() {
        world = new MmWorld("6.18");
        a = world.task("A");
        world.map(a, V, 2, MmWorld.RW);
        world.write(a, V, 1);
    }

    private List<String> check() {
        return MmIntegrity.check(world.mm());
    }

    @Test
    void rightBooksHaveNoProblem() {
        assertThat(check()).isEmpty();
    }

    @Test
    void aReferenceThatNobodyHoldsIsNoticed() {
        world.memory().get(world.frame(a, V), 1);
        assertThat(check()).containsExactly("refcount 2 of a frame with 1 references");
    }

    @Test
    void aLostEntryIsNoticed() {
        a.mm().pageTable().set(V, 0);
        assertThat(check())
                .containsExactly("mapcount 1 of a frame with 0 mappings", "refcount 1 of a frame with 0 references");
    }

    @Test
    void aLeakedFrameIsNoticed() {
        world.memory().alloc();
        assertThat(check()).containsExactly("refcount 1 of a frame with 0 references");
    }

    @Test
    void aSwapSlotThatNoEntryUsesIsNoticed() {
        world.mm().swap().duplicate(3);
        assertThat(check()).containsExactly("swap count 1 of a slot with 0 entries");
    }

    @Test
    void anExclusivePageOfTwoProcessesIsNoticed() {
        world.fork(a, "B");
        world.memory().setExclusive(world.frame(a, V), true);
        assertThat(check()).containsExactly("an exclusive page is mapped 2 times");
    }

    @Test
    void anEntryOutsideOfAllAreasIsNoticed() {
        long pte = world.pte(a, V);
        a.mm().pageTable().set(V, 0);
        a.mm().pageTable().set(V + 5, pte);
        assertThat(check()).containsExactly("an entry of A lies in no area");
    }

    @Test
    void aMigrationEntryLeftBehindIsNoticed() {
        a.mm().pageTable().set(V + 1, Pte.of(7, Pte.MIGRATION));
        assertThat(check()).containsExactly("a migration entry of A was left behind");
    }

    @Test
    void anOpenInvalidationIsNoticed() {
        a.mm().notifiers().begin(V, V + 1);
        assertThat(check()).containsExactly("an invalidation of A was left open");
    }

    @Test
    void aTakenLockIsNoticed() {
        a.mm().ptl().lock(a.cpu().actor());
        assertThat(check()).containsExactly("a lock of A was left taken");
    }
}
