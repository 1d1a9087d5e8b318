package io.github.accelbed.model.mm;

import static io.github.accelbed.model.mm.MmWorld.RO;
import static io.github.accelbed.model.mm.MmWorld.RW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.mm.Madvise.Advice;
import io.github.accelbed.model.process.Task;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How areas split, merge and answer advice. The answers were measured on a 6.18 kernel. */
class AreaTest {
    private static final long V = 512;

    private MmWorld world;
    private Task a;

    @BeforeEach
    void boot() {
        world = new MmWorld("6.18");
        a = world.task("A");
    }

    private List<String> areas() {
        return a.mm().vmas().stream()
                .map(v -> (v.start() - V) + ".." + (v.end() - V))
                .toList();
    }

    @Test
    void mprotectOfThePartSplitsAndTheWayBackMerges() {
        world.map(a, V, 4, RW);
        world.mprotect(a, V + 1, 2, RO);
        assertThat(areas()).containsExactly("0..1", "1..3", "3..4");
        world.mprotect(a, V + 1, 2, RW);
        assertThat(areas()).containsExactly("0..4");
        assertThat(world.mremap(a, V, 4, 2 * V)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @CsvSource({"4.20, EFAULT", "6.1, EFAULT", "6.18, OK"})
    void severalAreasMoveAtOnceSince617(String kernel, Errno expected) {
        world = new MmWorld(kernel);
        a = world.task("A");
        world.map(a, V, 4, RW);
        world.write(a, V + 3, 1);
        world.mprotect(a, V + 1, 1, RO);
        world.munmap(a, V + 2, 1);
        assertThat(world.mremap(a, V, 4, 2 * V)).isEqualTo(expected);
        long at = expected.ok() ? 2 * V : V;
        assertThat(List.of(world.load(a, at), world.load(a, at + 2), world.load(a, at + 3)))
                .containsExactly("0", "SIGSEGV", "1");
        assertThat(world.write(a, at + 1, 1)).isEqualTo(Errno.SIGSEGV);
    }

    @Test
    void aHoleAtTheStartCannotMove() {
        world.map(a, V + 1, 3, RW);
        assertThat(world.mremap(a, V, 4, 2 * V)).isEqualTo(Errno.EFAULT);
    }

    @Test
    void mergedFileAreasCountAsOneUserOfTheObject() {
        world.map(a, V, 4, RW | Vma.SHARED);
        world.write(a, V, 1);
        world.madvise(a, V + 1, 1, Advice.DONTFORK);
        world.madvise(a, V + 1, 1, Advice.DOFORK);
        assertThat(areas()).containsExactly("0..4");
        assertThat(world.munmap(a, V, 4)).isEqualTo(Errno.OK);
        assertThat(world.memory().used()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"DONTNEED", "FREE", "POPULATE"})
    void adviceThatSetsNoFlagSplitsNoArea(Advice advice) {
        world.map(a, V, 4, RW);
        assertThat(world.madvise(a, V + 1, 1, advice)).isEqualTo(Errno.OK);
        assertThat(areas()).containsExactly("0..4");
    }

    @Test
    void adviceConcernsOnlyItsRange() {
        world.map(a, V, 3, RW);
        for (int i = 0; i < 3; i++) {
            world.write(a, V + i, 1 + i);
        }
        world.madvise(a, V + 1, 1, Advice.DONTNEED);
        assertThat(List.of(world.load(a, V), world.load(a, V + 1), world.load(a, V + 2)))
                .containsExactly("1", "0", "3");
        world.madvise(a, V + 2, 1, Advice.FREE);
        assertThat(world.swapOut(a, V)).isEqualTo(Errno.OK);
        assertThat(world.swapOut(a, V + 2)).isEqualTo(Errno.OK);
        assertThat(world.load(a, V)).isEqualTo("1");
        assertThat(world.load(a, V + 2)).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"0, EINVAL", "1, OK", "3, OK"})
    void populateAsksForARightToTouch(int rights, Errno expected) {
        world.map(a, V, 1, rights);
        assertThat(world.madvise(a, V, 1, Advice.POPULATE)).isEqualTo(expected);
    }

    @Test
    void populateStopsAtAHole() {
        world.map(a, V, 1, RW);
        world.map(a, V + 2, 1, RW);
        assertThat(world.madvise(a, V, 3, Advice.POPULATE)).isEqualTo(Errno.ENOMEM);
        assertThat(Pte.present(world.pte(a, V))).isTrue();
        assertThat(Pte.present(world.pte(a, V + 2))).isFalse();
    }

    @Test
    void dontneedGoesOnBehindAHole() {
        world.map(a, V, 1, RW);
        world.map(a, V + 2, 1, RW);
        world.write(a, V + 2, 1);
        assertThat(world.madvise(a, V, 3, Advice.DONTNEED)).isEqualTo(Errno.ENOMEM);
        assertThat(world.load(a, V + 2)).isEqualTo("0");
    }

    @Test
    void halfAHugePageKeptFromTheChildIsMissingThere() {
        world.map(a, V, 512, RW | Vma.HUGEPAGE);
        world.write(a, V, 1);
        world.madvise(a, V + 256, 256, Advice.DONTFORK);
        Task b = world.fork(a, "B");
        assertThat(world.load(b, V)).isEqualTo("1");
        assertThat(world.load(b, V + 256)).isEqualTo("SIGSEGV");
    }
}
