package io.github.accelbed.model.mm;

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

/** Who is told of what and when: sections 3.1 and 3.2 of the facts on memory management. */
class NotifierOrderTest {
    private static final long V = 512;

    /** A mirror of the whole address space that writes down what it is told, and does nothing else. */
    private static final class Mirror extends MmuIntervalNotifier {
        private final List<String> told = new ArrayList<>();

        Mirror(Task task) {
            super(task.mm(), 0, PageTable.PAGES);
            task.mm().notifiers().insert(this);
        }

        @Override
        protected @Nullable Operation<?> invalidate(long from, long to, NotifierEvent event, long seq) {
            boolean all = from == 0 && to == PageTable.PAGES;
            told.add(event + (all ? " all" : " " + (from - V) + ".." + (to - V)));
            assertThat(mm().notifiers().invalidating()).isTrue();
            return null;
        }

        List<String> take() {
            List<String> taken = List.copyOf(told);
            told.clear();
            assertThat(mm().notifiers().invalidating()).isFalse();
            return taken;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4.20, ptep_clear_flush_notify, set_pte_at_notify, invalidate_range_only_end",
        "5.8, ptep_clear_flush_notify, set_pte_at_notify, invalidate_range_only_end",
        "6.1, ptep_clear_flush_notify, set_pte_at_notify, invalidate_range_only_end",
        "6.6, ptep_clear_flush, set_pte_at_notify, mmu_notifier_invalidate_range_end",
        "6.18, ptep_clear_flush, set_pte_at, mmu_notifier_invalidate_range_end",
        "7.0, ptep_clear_flush, set_pte_at, mmu_notifier_invalidate_range_end"
    })
    void aCopyTellsTheMirrorsFirstAndTheSecondaryTlbsBeforeTheNewEntryIsStored(
            String kernel, String clear, String set, String end) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, 1, RW);
        world.write(a, V, 1);
        world.fork(a, "B");
        Mirror mirror = new Mirror(a);
        int old = world.frame(a, V);
        List<String> steps = new ArrayList<>();
        a.mm().notifiers().register(new MmuNotifier() {
            @Override
            public void invalidateSecondaryTlbs(MmStruct mm, long start, long stop) {
                steps.add("secondary TLBs " + (start - V) + ".." + (stop - V));
                assertThat(world.pte(a, V)).as("the entry is clear").isZero();
                assertThat(mm.ptl().free()).as("under the page-table lock").isFalse();
                assertThat(mirror.told).containsExactly("CLEAR 0..1");
            }

            @Override
            public @Nullable Operation<?> release(MmStruct mm) {
                return null;
            }
        });
        world.kernel().machine().listen((actor, program, pc, start, duration) -> {
            if (!program.name().equals("access") && !program.name().equals("handle_mm_fault")) {
                steps.add(program.label(pc));
            }
            if (program.label(pc).equals("pte_offset_map_lock, pte_same")) {
                assertThat(world.pte(a, V))
                        .as("clear before the step that flushes")
                        .isZero();
            }
            if (program.label(pc).equals(set)) {
                assertThat(world.frame(a, V)).isNotEqualTo(old).isNotEqualTo(PhysicalMemory.NONE);
                assertThat(mirror.mm().notifiers().invalidating()).isTrue();
            }
        });
        world.write(a, V, 2);
        assertThat(steps)
                .containsExactly(
                        "do_wp_page",
                        "alloc_page, copy_user_highpage",
                        "mmu_notifier_invalidate_range_start",
                        "mn_itree_inv_start_range",
                        "mn_itree_invalidate",
                        "pte_offset_map_lock, pte_same",
                        "secondary TLBs 0..1",
                        clear,
                        set,
                        "page_remove_rmap, put_page",
                        end);
        assertThat(mirror.take()).containsExactly("CLEAR 0..1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "6.1"})
    void unmappingUpTo65InvalidatesSecondaryTlbsAtRangeEnd(String kernel) {
        assertThat(unmapSteps(kernel))
                .containsExactly(
                        "mmu_notifier_invalidate_range_start",
                        "zap_pte_range",
                        "mmu_notifier_invalidate_range_end",
                        "mmu_notifier_invalidate_range_end",
                        "tlb_finish_mmu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.6", "7.0"})
    void unmappingSince66FlushesAfterRangeEndAndBeforeThePagesGo(String kernel) {
        assertThat(unmapSteps(kernel))
                .containsExactly(
                        "mmu_notifier_invalidate_range_start",
                        "zap_pte_range",
                        "mmu_notifier_invalidate_range_end",
                        "arch_invalidate_secondary_tlbs",
                        "tlb_finish_mmu");
    }

    private static List<String> unmapSteps(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        world.map(a, V, 1, RW);
        world.write(a, V, 1);
        world.kernel().iommu().svaBind(a.mm());
        int frame = world.frame(a, V);
        List<String> steps = new ArrayList<>();
        world.kernel().machine().listen((actor, program, pc, start, duration) -> {
            if (program.name().equals("unmap_vmas")) {
                steps.add(program.label(pc));
                assertThat(world.memory().isFree(frame))
                        .isEqualTo(program.label(pc).equals("tlb_finish_mmu"));
            }
        });
        world.munmap(a, V, 1);
        return steps;
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void eachCallTellsItsRangeAndNoMore(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        Mirror mirror = new Mirror(a);
        world.map(a, V, 4, RW);
        world.fork(a, "none");
        assertThat(mirror.take()).as("fork of an untouched area").isEmpty();
        world.load(a, V + 3);
        world.write(a, V, 1);
        assertThat(mirror.take()).as("first touches").isEmpty();
        world.write(a, V + 3, 1);
        assertThat(mirror.take()).as("a write over the zero page").containsExactly("CLEAR 3..4");
        Task b = world.fork(a, "B");
        assertThat(mirror.take()).as("fork: the whole area").containsExactly("PROTECTION_PAGE 0..4");
        Mirror childs = new Mirror(b);
        world.write(b, V, 2);
        assertThat(childs.take()).as("the writer's mirror").containsExactly("CLEAR 0..1");
        assertThat(mirror.take()).as("the other process's mirror").isEmpty();
        world.write(a, V, 3);
        assertThat(mirror.take()).as("a write that reuses").isEmpty();
        world.mprotect(a, V, 4, RO);
        assertThat(mirror.take()).containsExactly("PROTECTION_VMA 0..4");
        world.mprotect(a, V + 1, 3, RW);
        assertThat(mirror.take()).as("from the first populated entry").containsExactly("PROTECTION_VMA 3..4");
        world.mprotect(a, V + 1, 2, RW);
        assertThat(mirror.take()).as("mprotect of nothing").isEmpty();
        assertThat(world.swapOut(a, V + 3)).isEqualTo(Errno.OK);
        assertThat(mirror.take()).as("swap-out tells every mapper").containsExactly("CLEAR 3..4");
        assertThat(childs.take()).as("swap-out tells every mapper").containsExactly("CLEAR 3..4");
        world.load(a, V + 3);
        world.load(b, V + 3);
        assertThat(mirror.take()).as("swap-in").isEmpty();
        assertThat(world.migrate(b, V + 3)).isEqualTo(Errno.OK);
        assertThat(mirror.take()).as("migration tells every mapper").containsExactly("CLEAR 3..4");
        assertThat(childs.take()).as("migration tells every mapper").containsExactly("CLEAR 3..4");
        for (Advice flag : List.of(Advice.DONTFORK, Advice.DOFORK, Advice.WIPEONFORK, Advice.KEEPONFORK)) {
            world.madvise(a, V + 1, 1, flag);
        }
        assertThat(mirror.take()).as("advice that sets a flag").isEmpty();
        world.madvise(a, V + 3, 1, Advice.FREE);
        world.madvise(a, V, 4, Advice.DONTNEED);
        assertThat(mirror.take()).as("once an area").containsExactly("CLEAR 3..4", "CLEAR 0..1", "CLEAR 1..4");
        assertThat(world.mremap(a, V + 1, 3, V + 100)).isEqualTo(Errno.OK);
        assertThat(mirror.take()).as("the old range only").containsExactly("UNMAP 1..4");
        world.map(a, V + 2, 2, RW);
        world.munmap(a, V, 50);
        assertThat(mirror.take()).as("one pair for all areas").containsExactly("UNMAP 0..50");
        world.munmap(a, V, 50);
        assertThat(mirror.take()).as("munmap of a hole").isEmpty();
        world.exit(a);
        assertThat(mirror.take()).containsExactly("RELEASE all", "UNMAP all");
        assertThat(childs.take()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void forkTellsNothingOfAreasThatItDoesNotCopy(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        Mirror mirror = new Mirror(a);
        world.map(a, V, 1, RW | Vma.SHARED);
        world.map(a, V + 10, 1, RW);
        world.map(a, V + 20, 1, RW);
        world.map(a, V + 30, 1, RW, world.mm().file("F"));
        world.write(a, V, 1);
        world.write(a, V + 10, 1);
        world.write(a, V + 20, 1);
        world.load(a, V + 30);
        world.madvise(a, V + 10, 1, Advice.DONTFORK);
        world.madvise(a, V + 20, 1, Advice.WIPEONFORK);
        world.fork(a, "B");
        assertThat(mirror.take()).isEmpty();
        assertThat(Pte.writable(world.pte(a, V))).isTrue();
    }

    /** Even when every page was copied at once and nothing was write-protected, from 5.9 on. */
    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void forkTellsOfAPinnedAreaToo(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = world.task("A");
        Mirror mirror = new Mirror(a);
        world.map(a, V, 1, RW);
        world.gup(a, V, 1, GetUserPages.FOLL_PIN | GetUserPages.FOLL_WRITE);
        world.fork(a, "B");
        assertThat(mirror.take()).containsExactly("PROTECTION_PAGE 0..1");
    }
}
