package io.github.accelbed.vfio;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.process.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code vfio_lock_acct} (drivers/vfio/vfio_iommu_type1.c): the charge of mappings to {@code locked_vm}, and its books.
 *
 * <p>A charge is counted per mapping, not per page. It is undone only at an mm that lives. Before 6.3 the kernel takes it from the mm
 * that the mapping task has by then; after an exec that is a new one, whose counter underflows while the old one (which lives on if a
 * vfork parent has it) stays charged. The counter is unsigned there; here it is shown negative and compared unsigned.
 */
final class LockedVm {
    private final VfioRules rules;
    private final Map<MmStruct, Long> charged = new LinkedHashMap<>();
    private final Map<MmStruct, Long> misplaced = new LinkedHashMap<>();

    /**
     * Empty books.
     *
     * @param rules whom a charge is undone at
     */
    LockedVm(VfioRules rules) {
        this.rules = rules;
    }

    /**
     * Whether some pages more would be beyond RLIMIT_MEMLOCK. {@code vfio_pin_pages_remote} asks for each page; so a counter below zero is
     * too high for the first one, though it may be right again after the last. Left out: CAP_IPC_LOCK.
     */
    boolean exceeded(Task task, long morePages) {
        return rules.accountsLockedPages() && morePages > 0 && (beyond(task, 1) || beyond(task, morePages));
    }

    private static boolean beyond(Task task, long morePages) {
        return Long.compareUnsigned(task.mm().lockedPages() + morePages, task.memlockPages()) > 0;
    }

    /** Charges pages of a mapping to its mm. */
    void charge(DmaMapping mapping, long pages) {
        if (!rules.accountsLockedPages()) {
            return;
        }
        mapping.mm().chargeLocked(pages);
        mapping.charge(pages);
        charged.merge(mapping.mm(), pages, Long::sum);
    }

    /**
     * {@code vfio_change_dma_owner}: a mapping gets a new address and its charge goes to the caller's mm; false if that is beyond the
     * caller's limit. Before 6.3 the charge stays where it is.
     */
    boolean move(DmaMapping mapping, Task task, long vaddr) {
        long pages = mapping.chargedPages();
        boolean moves = rules.unchargesChargedMm() && mapping.mm() != task.mm();
        if (moves && exceeded(task, pages)) {
            return false;
        }
        if (moves) {
            uncharge(mapping);
        }
        if (moves || mapping.mm() == task.mm()) {
            mapping.move(task, vaddr);
        } else {
            mapping.validateVaddr();
        }
        if (moves) {
            charge(mapping, pages);
        }
        return true;
    }

    /** Undoes the whole charge of a mapping, where the era finds the mm. */
    void uncharge(DmaMapping mapping) {
        uncharge(mapping, mapping.chargedPages());
    }

    /** Undoes part of it. */
    void uncharge(DmaMapping mapping, long pages) {
        if (pages == 0) {
            return;
        }
        MmStruct mm = unchargedMm(mapping);
        if (mm == null) {
            leaveCharged(mapping, pages);
            return;
        }
        mapping.charge(-pages);
        mm.chargeLocked(-pages);
        charged.merge(mm, -pages, Long::sum);
        if (mm != mapping.mm()) {
            misplaced.merge(mapping.mm(), pages, Long::sum);
            misplaced.merge(mm, -pages, Long::sum);
        }
    }

    /** The mm at which a mapping's charge is undone, or null if it is gone. */
    @Nullable
    MmStruct unchargedMm(DmaMapping mapping) {
        boolean remembered = rules.unchargesChargedMm();
        if (!remembered && !mapping.task().alive()) {
            return null;
        }
        MmStruct mm = remembered ? mapping.mm() : mapping.task().mm();
        return mm.alive() ? mm : null;
    }

    /** The mapping goes, and part of its charge stays where it is. */
    void leaveCharged(DmaMapping mapping, long pages) {
        mapping.charge(-pages);
        misplaced.merge(mapping.mm(), pages, Long::sum);
    }

    /** Compares the books with the mappings. Other rows may charge the same mm, so its counter may be higher than these books. */
    void check(Iterable<Type1Iommu> iommus, IntegrityReport report) {
        Map<MmStruct, Long> expected = new LinkedHashMap<>(misplaced);
        for (Type1Iommu iommu : iommus) {
            for (DmaMapping mapping : iommu.mappings()) {
                expected.merge(mapping.mm(), mapping.chargedPages(), Long::sum);
            }
        }
        charged.forEach((mm, pages) -> {
            if (mm.alive()) {
                report.expect("locked_vm charged to " + mm.name(), expected.getOrDefault(mm, 0L), pages);
                report.require(
                        mm.lockedPages() >= pages,
                        "locked_vm of " + mm.name() + " is " + mm.lockedPages() + ", less than the charge of " + pages);
            }
        });
    }
}
