package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.process.OpenFile;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** What a client takes that can run out. */
enum Resource {
    QUEUE("hardware queue", "queues"),
    MDEV("mdev instance", "mdevs"),
    PINS("pinned pages", "pages"),
    PASID("PASID", "PASIDs"),
    MEMLOCK("memlock charge", "pages"),
    /** A device's binding to an address space, {@code iommu_sva}. */
    BINDING("SVA binding", "bindings"),
    /** {@code /dev/vfio/N}: open to one client at a time. */
    GROUP("IOMMU group", "groups"),
    /** A VFIO container, an iommufd or a uverbs context: what mappings belong to. */
    CONTEXT("container or context", "files");

    private static final String GROUPS = "/dev/vfio/";
    private static final List<String> CONTEXTS = List.of("/dev/vfio/vfio", "/dev/iommu", "/dev/infiniband/");

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
        return this != PINS && this != PASID && this != MEMLOCK;
    }

    private static boolean context(OpenFile file) {
        return CONTEXTS.stream().anyMatch(file.name()::startsWith);
    }

    private static boolean group(OpenFile file) {
        String name = file.name();
        return name.startsWith(GROUPS)
                && name.substring(GROUPS.length()).chars().allMatch(Character::isDigit);
    }

    private static long open(Collection<OpenFile> files, Predicate<OpenFile> of) {
        return files.stream().filter(file -> !file.released() && of.test(file)).count();
    }

    /**
     * What is held now.
     *
     * @param bed the machine
     * @param files those that were open at any time
     */
    long held(Testbed bed, Collection<OpenFile> files) {
        return switch (this) {
            case QUEUE -> bed.device().queues() - bed.device().freeQueues();
            case MDEV -> bed.access().mdevs(bed.device());
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
            case BINDING -> bed.kernel().iommu().bindings().size();
            case GROUP -> open(files, Resource::group);
            case CONTEXT -> open(files, Resource::context);
        };
    }
}
