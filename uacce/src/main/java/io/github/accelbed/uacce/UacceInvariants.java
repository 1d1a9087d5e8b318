package io.github.accelbed.uacce;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.MmStruct;
import java.util.LinkedHashMap;
import java.util.Map;

/** What must hold of uacce's books between two operations, and what may be asked about them. */
final class UacceInvariants {
    private final UacceDriver driver;

    UacceInvariants(UacceDriver driver) {
        this.driver = driver;
    }

    /** Started queues that walk the table of an mm whose pages are gone. */
    long deadMmReachable() {
        return driver.devices().stream()
                .flatMap(device -> device.queues().stream())
                .filter(queue -> queue.hardware().started())
                .filter(queue -> gone(queue.mm().binding().mm())
                        && !queue.mm().binding().domain().quiet())
                .count();
    }

    /** Hardware queues that an open got although the device had gone: before 6.0 nothing keeps open and removal apart. */
    long onRemovedDevice() {
        return driver.devices().stream()
                .filter(device -> !device.registered())
                .flatMap(device -> device.queues().stream())
                .filter(UacceQueue::ownsHardware)
                .count();
    }

    private boolean gone(MmStruct mm) {
        return !mm.alive() && !driver.kernel().mm().mms().contains(mm);
    }

    void check(IntegrityReport report) {
        Map<SvaBinding, Integer> binds = new LinkedHashMap<>();
        for (UacceDevice device : driver.devices()) {
            String name = device.hardware().name();
            long owning =
                    device.queues().stream().filter(UacceQueue::ownsHardware).count();
            report.expect(
                    "hardware queues of " + name,
                    owning,
                    device.hardware().live().size());
            report.require(
                    device.mutex().free()
                            && device.listLock().free()
                            && device.mms().stream().allMatch(mm -> mm.lock().free())
                            && device.hardware().groupMutex().free(),
                    "a lock of " + name + " was left taken");
            for (UacceQueue queue : device.queues()) {
                check(queue, report);
            }
            for (UacceMm mm : device.mms()) {
                report.require(!mm.unused(), "a bind of " + name + " has no queue");
                binds.merge(mm.binding(), mm.bound() ? 1 : 0, Integer::sum);
            }
        }
        binds.forEach((binding, count) -> report.require(
                binding.users() >= count,
                "PASID " + binding.pasid() + " has " + binding.users() + " users, but " + count + " binds"));
    }

    private static void check(UacceQueue queue, IntegrityReport report) {
        String name = queue.name();
        report.require(!queue.file().released(), name + " is still there although its file was released");
        report.require(
                queue.ownsHardware() == (queue.state() != UacceState.ZOMBIE),
                name + " is " + queue.state() + (queue.ownsHardware() ? " with" : " without") + " a hardware queue");
        report.require(
                !queue.ownsHardware() || queue.hardware().device().live().contains(queue.hardware()),
                name + " owns a hardware queue that is free");
        report.require(
                !queue.hardware().started() || queue.state() == UacceState.STARTED, name + " runs but was not started");
        report.require(
                !queue.ownsHardware()
                        || queue.mm().bound()
                        || queue.hardware().device().removed(),
                name + " has a hardware queue without an address space");
        report.require(queue.mm().binding().pasid() > 0, name + " has PASID 0");
    }
}
