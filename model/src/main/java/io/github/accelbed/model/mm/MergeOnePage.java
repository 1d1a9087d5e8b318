package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code try_to_merge_one_page} (mm/ksm.c): write-protects a page and makes it a KSM page, or replaces it by one with the same contents.
 *
 * <p>{@code write_protect_page} takes the entry out, compares the page's references with its mappings, ksmd's own reference and the swap cache's,
 * and puts it back as it was if there is any other, a pin for one. It does not look if the entry is neither writable nor dirty (nor the page exclusive, from
 * 5.19 on). Mirrors are told (event CLEAR) in any case, and once more around the replacement.
 */
final class MergeOnePage extends PteOperation<MergeOnePage> {
    private static final Program<MergeOnePage> STEPS = Program.<MergeOnePage>of("try_to_merge_one_page")
            .kernel("mmap_read_lock", Cost.INCLUDED, (o, a) -> o.lock(a))
            .waits()
            .kernel("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.rangeStart(a))
            .kernel("write_protect_page", Cost.MPROTECT_PER_PAGE, underPtl((o, a) -> o.protect()))
            .waits()
            .iommu("ptep_clear_flush", Cost.IOTLB_INVALIDATION, (o, a) -> o.flush(a))
            .kernel("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .kernel("pages_identical", Cost.COPY_PAGE, (o, a) -> o.compare())
            .kernel("mmu_notifier_invalidate_range_start", Cost.INCLUDED, (o, a) -> o.replacementStart(a))
            .kernel("replace_page", Cost.INCLUDED, underPtl((o, a) -> o.replace()))
            .waits()
            .iommu("ptep_clear_flush", Cost.IOTLB_INVALIDATION, (o, a) -> o.replacementFlush(a))
            .kernel("mmu_notifier_invalidate_range_end", Cost.INCLUDED, (o, a) -> o.range.end(a))
            .kernel("mmap_read_unlock", Cost.INCLUDED, (o, a) -> o.unlock(a))
            .build();

    private final Cpu cpu;
    private final NotifierRange range;
    private @Nullable MmStruct mm;
    private long vpn;

    @Frames(Frames.Form.NUMBER)
    private int frame;

    @Frames(Frames.Form.NUMBER)
    private int stable;

    @Frames(Frames.Form.ENTRY)
    private long original;

    private boolean merged;
    private boolean replacing;

    MergeOnePage(Cpu cpu) {
        super(STEPS);
        this.cpu = cpu;
        range = new NotifierRange(cpu);
    }

    /** The page that an address space has somewhere becomes a KSM page itself, or the given one takes its place. The caller refers to both. */
    MergeOnePage of(MmStruct space, long page, int its, int kpage) {
        mm = space;
        vpn = page;
        frame = its;
        stable = kpage;
        return this;
    }

    /** Whether it did. */
    boolean merged() {
        return merged;
    }

    @Override
    protected void begin() {
        merged = false;
        replacing = false;
        original = 0;
    }

    @Override
    MmStruct mm() {
        return Objects.requireNonNull(mm, "not prepared");
    }

    private PhysicalMemory memory() {
        return cpu.mm().memory();
    }

    private boolean mapped() {
        long pte = mm().pageTable().walk(vpn);
        return Pte.present(pte) && (pte & (Pte.SPECIAL | Pte.HUGE)) == 0 && Pte.frame(pte) == frame;
    }

    /** {@code find_mergeable_vma}, and {@code trylock_page}: a page that somebody works on is left for another round. */
    private int lock(Actor actor) {
        if (!mm().mmapLock().lockShared(actor)) {
            return Flow.BLOCKED;
        }
        Vma vma = mm().findVma(vpn);
        if (vma == null || !vma.is(Vma.MERGEABLE) || memory().isLocked(frame)) {
            mm().mmapLock().unlockShared(actor);
            return Flow.DONE;
        }
        memory().setLocked(frame, true);
        return Flow.NEXT;
    }

    private int rangeStart(Actor actor) {
        return range.start(actor, mm(), vpn, vpn + 1, NotifierEvent.CLEAR);
    }

    private int protect() {
        if (!mapped()) {
            return Flow.NEXT;
        }
        long pte = mm().pageTable().walk(vpn);
        boolean looks = (pte & (Pte.WRITE | Pte.DIRTY)) != 0 || memory().isExclusive(frame);
        int known = memory().mapcount(frame) + 1 + (memory().inSwapCache(frame) ? 1 : 0);
        if (looks && memory().refcount(frame) != known) {
            return Flow.NEXT;
        }
        if (looks) {
            memory().setExclusive(frame, false);
            memory().setPageDirty(frame);
            mm().pageTable().set(vpn, pte & ~(Pte.WRITE | Pte.DIRTY));
        }
        original = mm().pageTable().walk(vpn);
        return Flow.NEXT;
    }

    private int flush(Actor actor) {
        return cpu.flush(actor, mm(), vpn, vpn + 1);
    }

    private int compare() {
        if (original != 0 && stable == PhysicalMemory.NONE) {
            memory().setPageDirty(frame);
            memory().setKsm(frame, true);
            merged = true;
        } else if (original != 0) {
            replacing = memory().read(frame) == memory().read(stable);
        }
        return Flow.NEXT;
    }

    private int replacementStart(Actor actor) {
        return replacing ? rangeStart(actor) : Flow.PASS;
    }

    private int replace() {
        if (!replacing) {
            return Flow.PASS;
        }
        if (mm().pageTable().walk(vpn) == original) {
            Vma vma = Objects.requireNonNull(mm().findVma(vpn));
            memory().map(stable);
            mm().pageTable().set(vpn, Pte.of(stable, Pte.PRESENT | (vma.is(Vma.READ) ? 0 : Pte.PROT_NONE)));
            memory().unmap(frame);
            memory().put(frame, 1);
            merged = true;
        }
        return Flow.NEXT;
    }

    private int replacementFlush(Actor actor) {
        return replacing ? flush(actor) : Flow.PASS;
    }

    private int unlock(Actor actor) {
        memory().setLocked(frame, false);
        mm().mmapLock().unlockShared(actor);
        original = 0;
        return Flow.DONE;
    }
}
