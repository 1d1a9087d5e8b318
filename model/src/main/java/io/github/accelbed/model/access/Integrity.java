package io.github.accelbed.model.access;

import io.github.accelbed.model.mm.MmIntegrity;
import io.github.accelbed.model.process.FdTable;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.IdentityHashMap;

/**
 * Checks that the books of the whole kernel agree: mapcount with page-table entries, refcount with all holders, files with
 * descriptors and areas, queues with holders, and the actors' times with the clock.
 */
public final class Integrity {
    private Integrity() {}

    /**
     * Checks a kernel between two operations.
     *
     * @param kernel the kernel
     * @param rows the backends in use
     * @return what is wrong, empty if nothing
     */
    public static IntegrityReport check(Kernel kernel, Iterable<Access> rows) {
        IntegrityReport report = new IntegrityReport();
        for (String problem : MmIntegrity.check(kernel.mm())) {
            report.require(false, problem);
        }
        checkFiles(kernel, report);
        for (Actor actor : kernel.machine().actors()) {
            report.require(
                    !actor.idle() || actor.holding().isEmpty(), actor.name() + " is idle and holds " + actor.holding());
        }
        report.require(kernel.machine().timesAddUp(), "the actors' times do not add up to the clock");
        report.require(kernel.iommu().pasidsInUse() >= kernel.iommu().bindings().size(), "a binding has no PASID");
        for (Access row : rows) {
            row.checkIntegrity(report);
        }
        return report;
    }

    private static void checkFiles(Kernel kernel, IntegrityReport report) {
        IdentityHashMap<OpenFile, Integer> held = new IdentityHashMap<>();
        for (Task task : kernel.processes().all()) {
            for (FdTable.Descriptor descriptor : task.files().descriptors()) {
                held.merge(descriptor.file(), 1, Integer::sum);
            }
        }
        for (OpenFile file : MmIntegrity.areaFiles(kernel.mm(), OpenFile.class)) {
            held.merge(file, 1, Integer::sum);
        }
        held.forEach((file, count) -> {
            report.require(!file.released(), file.name() + " was released although it is held");
            report.require(
                    file.references() >= count,
                    file.name() + " has " + file.references() + " references, but " + count + " holders");
        });
    }
}
