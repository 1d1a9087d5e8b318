package io.github.accelbed.model.mm;

import static io.github.accelbed.model.mm.GetUserPages.FOLL_PIN;
import static io.github.accelbed.model.mm.GetUserPages.FOLL_WRITE;
import static io.github.accelbed.model.mm.MmWorld.RO;
import static io.github.accelbed.model.mm.MmWorld.RW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.mm.Madvise.Advice;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transparent huge pages, shared, split and pinned: section 6 of the facts on memory management. */
class HugePageTest {
    private static final long V = 1024;
    private static final int N = PhysicalMemory.HUGE_PAGES;

    private static MmWorld world;

    private static Task hugeProcess(String kernel) {
        world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, N, RW | Vma.HUGEPAGE);
        for (int i : new int[] {0, 1, 300, 511}) {
            world.write(a, V + i, 1000 + i);
        }
        return a;
    }

    private static boolean huge(Task task) {
        return task.mm().pageTable().hugePmd(V) != 0;
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void oneFaultMapsTwoMegabytesWithOneReference(String kernel) {
        Task a = hugeProcess(kernel);
        assertThat(huge(a)).isTrue();
        assertThat(world.memory().used()).isEqualTo(N);
        assertThat(world.memory().refcount(world.frame(a, V))).isEqualTo(1);
        assertThat(world.frame(a, V + 300)).isEqualTo(world.frame(a, V) + 300);
        assertThat(world.load(a, V + 300)).isEqualTo("1300");
        assertThat(world.load(a, V + 301)).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void aReadOfUntouchedHugeMemoryMapsTheZeroPageForAllOfIt(String kernel) {
        world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, N, RW | Vma.HUGEPAGE);
        assertThat(world.load(a, V + 7)).isEqualTo("0");
        Task b = world.fork(a, "B");
        assertThat(world.load(b, V + 8)).isEqualTo("0");

        for (Task task : List.of(a, b)) {
            assertThat(huge(task)).isTrue();
            assertThat(world.frame(task, V + 511)).isEqualTo(PhysicalMemory.ZERO_PAGE);
        }
        assertThat(world.memory().used()).isZero();
    }

    /** The release is UNVERIFIED; a running 6.18 gives a huge page. */
    @ParameterizedTest
    @CsvSource({
        "4.20, false, 1",
        "5.8, false, 1",
        "5.17, false, 1",
        "6.1, false, 1",
        "6.12, false, 1",
        "6.13, true, 512",
        "6.18, true, 512",
        "7.0, true, 512"
    })
    void theFirstWriteToTheHugeZeroPageGetsASmallOrAHugePage(String kernel, boolean huge, int used) {
        world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, N, RW | Vma.HUGEPAGE);
        world.load(a, V);
        world.write(a, V + 7, 5);

        assertThat(huge(a)).isEqualTo(huge);
        assertThat(world.memory().used()).isEqualTo(used);
        assertThat(world.load(a, V + 7)).isEqualTo("5");
        assertThat(world.load(a, V + 8)).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"2048, true", "2049, false"})
    void mremapToAlignedAddressesMovesTheHugePageWhole(long to, boolean whole) {
        Task a = hugeProcess("6.18");
        int frame = world.frame(a, V + 300);
        assertThat(world.mremap(a, V, N, to)).isEqualTo(Errno.OK);

        assertThat(a.mm().pageTable().hugePmd(to) != 0).isEqualTo(whole);
        assertThat(world.frame(a, to + 300)).isEqualTo(frame);
        assertThat(world.load(a, to + 300)).isEqualTo("1300");
    }

    @ParameterizedTest
    @ValueSource(ints = {511, 513})
    void anAreaThatHoldsNoAlignedTwoMegabytesGetsSmallPages(int pages) {
        world = new MmWorld("6.18");
        Task a = world.task("A");
        world.map(a, V + 1, pages, RW | Vma.HUGEPAGE);
        world.write(a, V + 1, 1);
        assertThat(huge(a)).isFalse();
        assertThat(world.memory().used()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void forkSharesTheWholePageReadOnly(String kernel) {
        Task a = hugeProcess(kernel);
        Task b = world.fork(a, "B");
        assertThat(huge(a)).isTrue();
        assertThat(huge(b)).isTrue();
        assertThat(world.memory().used()).isEqualTo(N);
        assertThat(world.memory().refcount(world.frame(a, V))).isEqualTo(2);
        assertThat(Pte.writable(world.pte(a, V))).isFalse();
        assertThat(Pte.writable(world.pte(b, V))).isFalse();
        assertThat(world.load(b, V + 511)).isEqualTo("1511");
    }

    /** Up to 5.7 the writer gets 2 MiB of its own; from 5.8 on its mapping is split and one page copied. */
    @ParameterizedTest
    @CsvSource({
        "4.20, true, 1024, 'CLEAR 512'",
        "5.4, true, 1024, 'CLEAR 512'",
        "5.8, false, 513, 'CLEAR 512,CLEAR 1'",
        "5.10, false, 513, 'CLEAR 512,CLEAR 1'",
        "5.17, false, 513, 'CLEAR 512,CLEAR 1'",
        "6.1, false, 513, 'CLEAR 512,CLEAR 1'",
        "6.18, false, 513, 'CLEAR 512,CLEAR 1'",
        "7.0, false, 513, 'CLEAR 512,CLEAR 1'"
    })
    void theFirstWriterCopiesAsItsEraDoes(String kernel, boolean staysHuge, int frames, String told) {
        Task a = hugeProcess(kernel);
        Task b = world.fork(a, "B");
        List<String> events = new ArrayList<>();
        a.mm().notifiers().insert(new MmuIntervalNotifier(a.mm(), 0, PageTable.PAGES) {
            @Override
            protected @Nullable Operation<?> invalidate(long from, long to, NotifierEvent event, long seq) {
                events.add(event + " " + (to - from));
                return null;
            }
        });
        int old = world.frame(a, V + 300);
        assertThat(world.write(a, V + 300, 7)).isEqualTo(Errno.OK);
        assertThat(String.join(",", events)).isEqualTo(told);
        assertThat(huge(a)).isEqualTo(staysHuge);
        assertThat(huge(b)).isTrue();
        assertThat(world.memory().used()).isEqualTo(frames);
        assertThat(world.frame(b, V + 300)).isEqualTo(old);
        assertThat(world.load(a, V + 300)).isEqualTo("7");
        assertThat(world.load(b, V + 300)).isEqualTo("1300");
        assertThat(world.load(a, V + 511)).isEqualTo("1511");
        assertThat(world.frame(a, V + 511) == world.frame(b, V + 511)).isEqualTo(!staysHuge);
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void theLastOwnerKeepsTheWholePage(String kernel) {
        Task a = hugeProcess(kernel);
        int head = world.frame(a, V);
        world.exit(world.fork(a, "B"));
        world.write(a, V + 5, 5);
        assertThat(huge(a)).isTrue();
        assertThat(world.frame(a, V)).isEqualTo(head);
        assertThat(world.memory().used()).isEqualTo(N);
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void getUserPagesTakesOneReferenceOfTheHeadForEachPage(String kernel) {
        Task a = hugeProcess(kernel);
        int head = world.frame(a, V);
        PageReferences pins = world.gup(a, V + 10, 3, FOLL_PIN | FOLL_WRITE);
        PageReferences gets = world.gup(a, V + 10, 2, 0);
        assertThat(world.memory().refcount(head)).isEqualTo(1 + 3 + 2);
        assertThat(pins.frame(2)).isEqualTo(head + 12);
        boolean counted = MmWorld.era(kernel).compareTo("E1") > 0;
        assertThat(world.memory().hugePincount(head)).isEqualTo(counted ? 3 : 0);
        pins.release();
        gets.release();
        world.check();
        assertThat(world.memory().refcount(head)).isEqualTo(1);
    }

    /** From 5.9 on fork splits a pinned huge page; the parent keeps every frame, the child gets a copy of each. */
    @ParameterizedTest
    @ValueSource(strings = {"5.10", "5.17", "6.1", "6.18", "7.0"})
    void forkOfAPinnedHugePageCopiesEverySubpageForTheChild(String kernel) {
        Task a = hugeProcess(kernel);
        int head = world.frame(a, V);
        PageReferences pin = world.gup(a, V + 300, 1, FOLL_PIN | FOLL_WRITE);
        Task b = world.fork(a, "B");
        assertThat(huge(a)).isFalse();
        assertThat(huge(b)).isFalse();
        for (int i = 0; i < N; i++) {
            assertThat(world.frame(a, V + i)).isEqualTo(head + i);
            assertThat(world.frame(b, V + i)).isNotEqualTo(head + i).isNotEqualTo(PhysicalMemory.NONE);
            assertThat(Pte.writable(world.pte(a, V + i))).isTrue();
        }
        assertThat(world.memory().used()).isEqualTo(2 * N);
        world.write(a, V + 300, 7);
        assertThat(world.deviceRead(pin)).isEqualTo(7);
        assertThat(world.load(b, V + 300)).isEqualTo("1300");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.4", "5.8"})
    void upTo58ForkSharesAPinnedHugePageAndTheWriterLeavesIt(String kernel) {
        Task a = hugeProcess(kernel);
        PageReferences pin = world.gup(a, V + 300, 1, FOLL_PIN | FOLL_WRITE);
        Task b = world.fork(a, "B");
        assertThat(huge(b)).isTrue();
        world.write(a, V + 300, 7);
        assertThat(world.deviceRead(pin)).isEqualTo(1300);
        world.deviceWrite(pin, 8);
        assertThat(world.load(a, V + 300)).isEqualTo("7");
        assertThat(world.load(b, V + 300)).isEqualTo("8");
    }

    /** From 5.19 on a pinned exclusive huge page is reused; before, mappings alone decide. */
    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void aPinnedHugePageThatIsNotSharedIsReusedAfterMprotect(String kernel) {
        Task a = hugeProcess(kernel);
        PageReferences pin = world.gup(a, V + 300, 1, FOLL_PIN | FOLL_WRITE);
        world.mprotect(a, V, N, RO);
        world.mprotect(a, V, N, RW);
        world.write(a, V + 300, 7);
        assertThat(huge(a)).isTrue();
        assertThat(world.deviceRead(pin)).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void partOfAHugePageCanBeUnmappedWhileTheFrameStays(String kernel) {
        Task a = hugeProcess(kernel);
        int head = world.frame(a, V);
        world.munmap(a, V, 256);
        assertThat(huge(a)).isFalse();
        assertThat(world.load(a, V)).isEqualTo("SIGSEGV");
        assertThat(world.load(a, V + 300)).isEqualTo("1300");
        assertThat(world.memory().refcount(head)).isEqualTo(256);
        assertThat(world.memory().mapcount(head)).isZero();
        assertThat(world.memory().mapcount(head + 300)).isEqualTo(1);
        assertThat(world.memory().used()).isEqualTo(N);
        world.munmap(a, V + 256, 256);
        assertThat(world.memory().used()).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void partOfAHugePageCanBeProtected(String kernel) {
        Task a = hugeProcess(kernel);
        world.mprotect(a, V + 256, 256, RO);
        assertThat(world.write(a, V, 5)).isEqualTo(Errno.OK);
        assertThat(world.write(a, V + 300, 5)).isEqualTo(Errno.SIGSEGV);
        assertThat(world.load(a, V + 300)).isEqualTo("1300");
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void dontneedOfAPartLeavesThePinnedPartToTheDevice(String kernel) {
        Task a = hugeProcess(kernel);
        int head = world.frame(a, V);
        PageReferences pin = world.gup(a, V + 1, 1, FOLL_PIN | FOLL_WRITE);
        world.madvise(a, V, 2, Advice.DONTNEED);
        assertThat(world.load(a, V + 1)).isEqualTo("0");
        assertThat(world.deviceRead(pin)).isEqualTo(1001);
        assertThat(world.memory().refcount(head)).isEqualTo(N - 2 + 1);
        world.munmap(a, V, N);
        assertThat(world.deviceRead(pin)).isEqualTo(1001);
        assertThat(world.memory().used()).isEqualTo(N);
        pin.release();
        assertThat(world.memory().used()).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void wholeUnmappingPutsThePageAtOnce(String kernel) {
        Task a = hugeProcess(kernel);
        world.madvise(a, V, N, Advice.DONTNEED);
        assertThat(world.memory().used()).isZero();
        assertThat(world.load(a, V + 300)).isEqualTo("0");
    }
}
