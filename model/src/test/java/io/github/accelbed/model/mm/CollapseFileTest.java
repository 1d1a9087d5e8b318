package io.github.accelbed.model.mm;

import static io.github.accelbed.model.mm.GetUserPages.FOLL_PIN;
import static io.github.accelbed.model.mm.GetUserPages.FOLL_WRITE;
import static io.github.accelbed.model.mm.MmWorld.RO;
import static io.github.accelbed.model.mm.MmWorld.RW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.mm.Madvise.Advice;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Huge pages of shared memory: {@code collapse_file}, and what takes them to pieces (mm/khugepaged.c, mm/shmem.c). */
class CollapseFileTest {
    private static final long V = 1024;
    private static final int N = PhysicalMemory.HUGE_PAGES;

    private MmWorld world;

    /** Two pages of a memfd. */
    private Task writer(String kernel) {
        world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, N, RW | Vma.SHARED, world.mm().memfd("M"));
        world.write(a, V + 3, 3);
        world.write(a, V + 500, 500);
        return a;
    }

    private Errno khugepaged(Task task, long at) {
        return world.root(new Khugepaged(world.kernel().root(), task.mm(), at, N));
    }

    private Errno madvise(Task task, long at, long pages, Advice advice) {
        return world.run(task, new Madvise(task.cpu(), task.mm(), at, pages, advice))
                .result();
    }

    private void mprotect(Task task, long at, int rights) {
        assertThat(world.run(task, new Mprotect(task.cpu(), task.mm(), at, 1, rights))
                        .result())
                .isEqualTo(Errno.OK);
    }

    private static boolean huge(Task task, long at) {
        return task.mm().pageTable().hugePmd(at) != 0;
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void aHugePageTakesThePlaceOfTheObjectsPages(String kernel) {
        Task a = writer(kernel);
        Task b = world.fork(a, "B");
        assertThat(world.load(b, V + 3)).isEqualTo("3");

        assertThat(khugepaged(a, V)).isEqualTo(Errno.OK);

        assertThat(world.memory().used()).isEqualTo(N);
        assertThat(a.mm().pageTable().pmdNone(V)).isTrue();
        assertThat(b.mm().pageTable().pmdNone(V)).isTrue();
        assertThat(world.load(b, V + 500)).isEqualTo("500");
        assertThat(world.load(b, V + 501)).isEqualTo("0");
        world.write(a, V + 3, 4);
        assertThat(world.load(b, V + 3)).isEqualTo("4");
        assertThat(huge(a, V) && huge(b, V)).isTrue();
        assertThat(world.frame(a, V + 7)).isEqualTo(world.frame(b, V) + 7);
        // The object's references, and one of each that maps it.
        assertThat(world.memory().refcount(world.frame(a, V))).isEqualTo(N + 2);
    }

    @ParameterizedTest
    @CsvSource({"6.0, EINVAL", "6.1, EINVAL", "6.1.13, EAGAIN", "6.2, EAGAIN", "6.18, EAGAIN"})
    void aReferenceKeepsTheSmallPages(String kernel, Errno answer) {
        Task a = writer(kernel);
        PageReferences pin = world.gup(a, V + 3, 1, FOLL_PIN | FOLL_WRITE);

        assertThat(madvise(a, V, N, Advice.COLLAPSE)).isEqualTo(answer);

        world.write(a, V + 3, 4);
        assertThat(world.deviceRead(pin)).isEqualTo(4);
        assertThat(world.memory().used()).isEqualTo(2);
        pin.release();
    }

    /** Small entries of the huge page are taken out again; before 6.1 nobody looks for them. */
    @ParameterizedTest
    @CsvSource({"6.0, EINVAL, false", "6.1, OK, true", "6.6, OK, true", "7.0, OK, true"})
    void smallEntriesOfAHugePageBecomeOne(String kernel, Errno answer, boolean collapsed) {
        Task a = writer(kernel);
        assertThat(khugepaged(a, V)).isEqualTo(Errno.OK);
        mprotect(a, V, RO);
        assertThat(world.load(a, V + 3)).isEqualTo("3");
        mprotect(a, V, RW);
        assertThat(huge(a, V)).isFalse();
        assertThat(world.frame(a, V + 3)).isNotEqualTo(PhysicalMemory.NONE);

        assertThat(madvise(a, V, N, Advice.COLLAPSE)).isEqualTo(answer);

        assertThat(huge(a, V)).isEqualTo(collapsed);
        assertThat(world.load(a, V + 3)).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource({"5.4, 512", "5.8, 511", "6.1, 511", "7.0, 511"})
    void aHoleSplitsThePageOfTheObject(String kernel, int left) {
        Task a = writer(kernel);
        assertThat(khugepaged(a, V)).isEqualTo(Errno.OK);
        assertThat(world.load(a, V + 500)).isEqualTo("500");

        assertThat(madvise(a, V + 3, 1, Advice.REMOVE)).isEqualTo(Errno.OK);

        assertThat(world.memory().used()).isEqualTo(left);
        assertThat(world.load(a, V + 3)).isEqualTo("0");
        assertThat(world.load(a, V + 500)).isEqualTo("500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.4", "5.8", "6.1", "7.0"})
    void aHoleInAPageInUseIsClearedInPlace(String kernel) {
        Task a = writer(kernel);
        assertThat(khugepaged(a, V)).isEqualTo(Errno.OK);
        PageReferences pin = world.gup(a, V + 3, 1, FOLL_PIN | FOLL_WRITE);

        assertThat(madvise(a, V + 3, 1, Advice.REMOVE)).isEqualTo(Errno.OK);

        assertThat(world.deviceRead(pin)).isZero();
        world.deviceWrite(pin, 9);
        assertThat(world.load(a, V + 3)).isEqualTo("9");
        assertThat(world.memory().used()).isEqualTo(N);
        pin.release();
    }

    /** An area that does not have the 2 MiB at the same place has small entries of it. */
    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void anAreaElsewhereMapsPiecesOfIt(String kernel) {
        Task a = writer(kernel);
        Task b = world.task("B");
        world.map(b, V + 8, N, RW | Vma.SHARED, world.mm().memfd("M"));
        assertThat(world.load(b, V + 11)).isEqualTo("3");

        assertThat(khugepaged(a, V)).isEqualTo(Errno.OK);

        world.write(b, V + 11, 4);
        assertThat(world.load(a, V + 3)).isEqualTo("4");
        assertThat(huge(a, V)).isTrue();
        assertThat(huge(b, V + 11)).isFalse();
        assertThat(world.frame(b, V + 11)).isEqualTo(world.frame(a, V + 3));
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void aPrivateMappingReadsTheHugePageAndCopiesSmallOnes(String kernel) {
        Task a = writer(kernel);
        assertThat(khugepaged(a, V)).isEqualTo(Errno.OK);
        world.map(a, V + 2 * N, N, RW, world.mm().memfd("M"));

        assertThat(world.load(a, V + 2 * N + 3)).isEqualTo("3");
        assertThat(huge(a, V + 2 * N)).isTrue();
        world.write(a, V + 2 * N + 3, 30);

        assertThat(huge(a, V + 2 * N)).isFalse();
        assertThat(world.load(a, V + 3)).isEqualTo("3");
        assertThat(world.load(a, V + 2 * N + 3)).isEqualTo("30");
        assertThat(world.load(a, V + 2 * N + 500)).isEqualTo("500");
        Task b = world.fork(a, "B");
        assertThat(world.load(b, V + 2 * N + 3)).isEqualTo("30");
        assertThat(world.load(b, V + 2 * N + 500)).isEqualTo("500");
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void swappedPagesAreBroughtBackFirst(String kernel) {
        Task a = writer(kernel);
        assertThat(world.swapOut(a, V + 3)).isEqualTo(Errno.OK);

        assertThat(khugepaged(a, V)).isEqualTo(Errno.OK);

        assertThat(world.load(a, V + 3)).isEqualTo("3");
        assertThat(world.memory().used()).isEqualTo(N);
    }
}
