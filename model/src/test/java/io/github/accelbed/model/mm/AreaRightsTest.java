package io.github.accelbed.model.mm;

import static io.github.accelbed.model.mm.GetUserPages.FOLL_FORCE;
import static io.github.accelbed.model.mm.GetUserPages.FOLL_PIN;
import static io.github.accelbed.model.mm.GetUserPages.FOLL_WRITE;
import static io.github.accelbed.model.mm.MmWorld.RO;
import static io.github.accelbed.model.mm.MmWorld.RW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An entry never grants what its area does not, however the page came there. */
class AreaRightsTest {
    private static final long V = 512;

    @Test
    void theForcedCowBreakOf58LeavesAReadOnlyAreaReadOnly() {
        MmWorld world = new MmWorld("5.8");
        Task a = world.task("A");
        world.map(a, V, 1, RO);
        world.gup(a, V, 1, FOLL_PIN);
        assertThat(world.frame(a, V)).isNotEqualTo(PhysicalMemory.ZERO_PAGE);
        assertThat(world.write(a, V, 1)).isEqualTo(Errno.SIGSEGV);
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void aForcedWriteReferenceLeavesAReadOnlyAreaReadOnly(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        FileMapping file = world.mm().file("F");
        world.map(a, V, 1, RO);
        world.map(a, V + 1, 1, RO, file);
        world.map(a, V + 2, 1, RW);
        world.write(a, V + 2, 5);
        world.swapOut(a, V + 2);
        world.mprotect(a, V + 2, 1, RO);
        PageReferences held = world.gup(a, V, 3, FOLL_PIN | FOLL_WRITE | FOLL_FORCE);
        for (int i = 0; i < 3; i++) {
            assertThat(world.write(a, V + i, 1)).isEqualTo(Errno.SIGSEGV);
            assertThat(world.frame(a, V + i)).isEqualTo(held.frame(i));
        }
        assertThat(world.memory().inPageCache(held.frame(1))).isFalse();
        assertThat(world.load(a, V + 2)).isEqualTo("5");
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void aForcedWriteReferenceLeavesAReadOnlyHugePageReadOnly(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, 512, RW | Vma.HUGEPAGE);
        world.write(a, V, 5);
        world.fork(a, "B");
        world.mprotect(a, V, 512, RO);
        PageReferences held = world.gup(a, V + 7, 1, FOLL_PIN | FOLL_WRITE | FOLL_FORCE);
        assertThat(world.write(a, V + 7, 1)).isEqualTo(Errno.SIGSEGV);
        assertThat(world.frame(a, V + 7)).isEqualTo(held.frame(0));
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void aChildsPageIsAsInaccessibleAsItsParents(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, 1, RW);
        world.write(a, V, 1);
        PageReferences held = world.gup(a, V, 1, FOLL_PIN | FOLL_WRITE);
        world.mprotect(a, V, 1, 0);
        Task b = world.fork(a, "B");
        assertThat(world.load(a, V)).isEqualTo("SIGSEGV");
        assertThat(world.load(b, V)).isEqualTo("SIGSEGV");
        world.mprotect(b, V, 1, RW);
        assertThat(world.load(b, V)).isEqualTo("1");
        assertThat(world.deviceRead(held)).isEqualTo(1);
    }
}
