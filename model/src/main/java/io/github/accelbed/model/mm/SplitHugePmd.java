package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code __split_huge_pmd} (mm/huge_memory.c): one 2 MiB entry becomes 512 small ones over the same frames. Mirrors are told;
 * the translation does not change. The entry of a page of shmem is taken out instead, for faults to bring back what is needed; but not one that userfaultfd protects,
 * since the kernel maps nothing huge where it does.
 */
final class SplitHugePmd extends PteOperation<SplitHugePmd> {
    private static final Program<SplitHugePmd> STEPS = Program.<SplitHugePmd>of("__split_huge_pmd")
            .cpu("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .cpu("__split_huge_pmd_locked", Cost.CPU_MINOR_FAULT, underPtl((o, a) -> o.split()))
            .waits()
            .iommu("pmdp_huge_clear_flush_notify", Cost.IOTLB_INVALIDATION, (o, a) -> o.putFile(a))
            .cpu("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .build();

    private final Cpu cpu;
    private @Nullable MmStruct mm;
    private long first;
    private final NotifierRange range;

    @Frames(Frames.Form.NUMBER)
    private int file = PhysicalMemory.NONE;

    SplitHugePmd(Cpu cpu) {
        super(STEPS);
        this.cpu = cpu;
        range = new NotifierRange(cpu);
    }

    void prepare(MmStruct space, long vpn) {
        mm = space;
        first = vpn & -PhysicalMemory.HUGE_PAGES;
    }

    @Override
    MmStruct mm() {
        return Objects.requireNonNull(mm, "not prepared");
    }

    private int rangeStart(Actor actor) {
        return range.start(actor, mm(), first, first + PhysicalMemory.HUGE_PAGES, NotifierEvent.CLEAR);
    }

    private int split() {
        PageTable table = mm().pageTable();
        long pmd = table.hugePmd(first);
        if ((pmd & Pte.SPECIAL) != 0) {
            table.setHugePmd(first, 0);
            for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
                table.set(first + i, pmd & ~Pte.HUGE);
            }
        } else if (pmd != 0 && (pmd & Pte.UFFD_WP) == 0 && isFile(Pte.frame(pmd))) {
            file = Pte.frame(pmd);
            table.setHugePmd(first, 0);
            cpu.mm().memory().unmapHuge(file);
            return Flow.NEXT;
        } else if (pmd != 0) {
            if (isFile(Pte.frame(pmd))) {
                mm().addTable(first);
            }
            remap(cpu.mm().memory(), table, first);
        }
        return range.toEnd();
    }

    /** {@code __split_huge_pmd_locked} of a huge page, not of the zero page. */
    static void remap(PhysicalMemory memory, PageTable table, long first) {
        long pmd = table.hugePmd(first);
        int head = Pte.frame(pmd);
        long flags = pmd & (Pte.PRESENT | Pte.WRITE | Pte.DIRTY | Pte.ACCESSED | Pte.PROT_NONE | Pte.UFFD_WP);
        boolean exclusive = memory.isExclusive(head);
        table.setHugePmd(first, 0);
        memory.remapAsPages(head);
        for (int i = 0; i < PhysicalMemory.HUGE_PAGES; i++) {
            memory.setExclusive(head + i, exclusive);
            table.set(first + i, Pte.of(head + i, flags));
        }
    }

    private boolean isFile(int head) {
        return !cpu.mm().memory().isAnon(head);
    }

    private int putFile(Actor actor) {
        if (file == PhysicalMemory.NONE) {
            return Flow.PASS;
        }
        if (cpu.flush(actor, mm(), first, first + PhysicalMemory.HUGE_PAGES) == Flow.PASS) {
            actor.charge(0);
        }
        cpu.mm().memory().put(file, 1);
        file = PhysicalMemory.NONE;
        return range.toEnd();
    }
}
