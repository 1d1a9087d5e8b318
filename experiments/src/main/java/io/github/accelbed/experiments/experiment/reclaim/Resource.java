package io.github.accelbed.experiments.experiment.reclaim;

import io.github.accelbed.experiments.experiment.bed.Testbed;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;

/** What a client takes that can run out. */
enum Resource {
    QUEUE("hardware queue", "queues"),
    MDEV("mdev instance", "mdevs"),
    PINS("pinned pages", "pages"),
    PASID("PASID", "PASIDs"),
    MEMLOCK("memlock charge", "pages");

    private final String text;
    private final String unit;

    Resource(String text, String unit) {
        this.text = text;
        this.unit = unit;
    }

    String text() {
        return text;
    }

    String unit() {
        return unit;
    }

    /** Whether only an open file or an instance keeps it, never an address space alone. */
    boolean ofFile() {
        return this == QUEUE || this == MDEV;
    }

    long held(Testbed bed) {
        return switch (this) {
            case QUEUE -> bed.device().queues() - bed.device().freeQueues();
            case MDEV -> bed.row().mdevs(bed.device());
            case PINS ->
                bed.kernel().mm().references().stream()
                        .filter(PageReferences::pin)
                        .mapToLong(PageReferences::size)
                        .sum();
            case PASID -> bed.kernel().iommu().pasidsInUse();
            case MEMLOCK ->
                bed.kernel().mm().mms().stream()
                        .filter(MmStruct::alive)
                        .mapToLong(mm -> mm.lockedPages() + mm.pinnedPages())
                        .sum();
        };
    }
}
