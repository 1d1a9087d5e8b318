package io.github.accelbed.drivers.leak;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a client's life takes from the kernel and the device. An mdev stands for its IOMMU group too, of which it has one. */
enum Resource {
    QUEUE("hardware queue"),
    UNREACHABLE("queue that no client can get"),
    MDEV("mdev instance"),
    PASID("PASID"),
    BINDING("SVA binding"),
    DOMAIN("IOMMU domain"),
    IO_ENTRY("IOMMU entry"),
    NOTIFIER("notifier registration"),
    MM("address space structure"),
    PIN("page reference"),
    MEMLOCK("memlock charge"),
    FILE("open file"),
    FRAME("frame");

    private final String text;

    Resource(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /**
     * How many may stay when every process has gone: root's instance with the hardware queue that it holds, and the entries that a row
     * itself reports as left behind.
     */
    long staysByDesign(Testbed bed) {
        return switch (this) {
            case QUEUE, MDEV -> bed.is(RowTrait.INSTANCE_OUTLIVES_CLIENT) ? 1 : 0;
            case IO_ENTRY -> bed.access().safetyViolations().getOrDefault("entry-without-mapping", 0L);
            default -> 0;
        };
    }

    /** What is held now; of the files that were seen, those that are not released. */
    static Map<Resource, Long> held(Testbed bed, Collection<OpenFile> files) {
        Map<Resource, Long> held = new EnumMap<>(Resource.class);
        for (Resource resource : values()) {
            held.put(resource, resource.count(bed, files));
        }
        return held;
    }

    private long count(Testbed bed, Collection<OpenFile> files) {
        return switch (this) {
            case UNREACHABLE -> bed.device().queues() - bed.access().freeQueues(bed.device());
            case QUEUE -> bed.device().queues() - bed.device().freeQueues();
            case MDEV -> bed.access().mdevs(bed.device());
            case PASID -> bed.kernel().iommu().pasidsInUse();
            case BINDING -> bed.kernel().iommu().bindings().size();
            case DOMAIN -> bed.kernel().iommu().domains().size();
            case IO_ENTRY -> bed.kernel().iommu().ownEntries();
            case NOTIFIER ->
                mms(bed).stream().mapToLong(mm -> mm.notifiers().size()).sum();
            case MM -> mms(bed).stream().filter(MmStruct::held).count();
            case PIN ->
                bed.kernel().mm().references().stream()
                        .mapToLong(PageReferences::size)
                        .sum();
            case MEMLOCK -> mms(bed).stream().mapToLong(Resource::charge).sum();
            case FILE -> files.stream().filter(file -> !file.released()).count();
            case FRAME -> bed.kernel().mm().memory().used();
        };
    }

    private static Set<MmStruct> mms(Testbed bed) {
        return bed.kernel().processes().all().stream().map(Task::mm).collect(Collectors.toSet());
    }

    private static long charge(MmStruct mm) {
        return mm.lockedPages() + mm.pinnedPages();
    }
}
