package io.github.accelbed.model.access;

import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.mm.MmIntegrity;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import java.util.stream.Stream;

/**
 * What is in use of everything limited. A call that fails must leave it as it was.
 *
 * @param freeQueues queues that a new client could get
 * @param pasids PASIDs in use
 * @param bindings SVA bindings with users
 * @param bindingUsers their users
 * @param descriptors descriptors of all processes
 * @param fileReferences references of the files behind them and behind areas
 * @param areas areas of all address spaces
 * @param references pages held by pins and gets
 * @param locked locked_vm of all address spaces, pages
 * @param pinned pinned_vm of all address spaces, pages
 * @param leaked queues that nobody holds
 */
public record Holdings(
        long freeQueues,
        int pasids,
        int bindings,
        int bindingUsers,
        int descriptors,
        int fileReferences,
        int areas,
        int references,
        long locked,
        long pinned,
        long leaked) {

    /** Counts. */
    static Holdings of(Kernel kernel, Access access, Device device) {
        return new Holdings(
                access.freeQueues(device),
                kernel.iommu().pasidsInUse(),
                kernel.iommu().bindings().size(),
                kernel.iommu().bindings().stream().mapToInt(b -> b.users()).sum(),
                kernel.processes().all().stream()
                        .mapToInt(task -> task.files().descriptors().size())
                        .sum(),
                fileReferences(kernel),
                kernel.mm().mms().stream().mapToInt(mm -> mm.vmas().size()).sum(),
                kernel.mm().references().stream().mapToInt(PageReferences::size).sum(),
                kernel.mm().mms().stream().mapToLong(MmStruct::lockedPages).sum(),
                kernel.mm().mms().stream().mapToLong(MmStruct::pinnedPages).sum(),
                access.leaked(device));
    }

    /**
     * The same with another number of PASIDs.
     *
     * @param count how many
     * @return a copy
     */
    public Holdings withPasids(int count) {
        return new Holdings(
                freeQueues,
                count,
                bindings,
                bindingUsers,
                descriptors,
                fileReferences,
                areas,
                references,
                locked,
                pinned,
                leaked);
    }

    private static int fileReferences(Kernel kernel) {
        return Stream.concat(
                        kernel.processes().all().stream()
                                .map(Task::files)
                                .flatMap(files -> files.descriptors().stream().map(d -> d.file())),
                        MmIntegrity.areaFiles(kernel.mm(), OpenFile.class).stream())
                .distinct()
                .mapToInt(OpenFile::references)
                .sum();
    }
}
