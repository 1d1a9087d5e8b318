package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.iommu.SvaBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must hold of idxd's books between two operations. */
final class IdxdInvariants {
    private IdxdInvariants() {}

    static void check(IdxdDriver driver, IntegrityReport report) {
        driver.devices().forEach((device, queues) -> check(device, queues, report));
        Map<SvaBinding, Integer> binds = new LinkedHashMap<>();
        for (IdxdClient client : driver.clients()) {
            report.require(!client.file().released(), client.name() + " is there although its file was released");
            report.require(client.hardware().started(), client.name() + " has a queue that is not enabled");
            binds.merge(client.binding(), 1, Integer::sum);
        }
        binds.forEach((binding, count) -> report.require(
                binding.users() >= count,
                "PASID " + binding.pasid() + " has " + binding.users() + " users, but " + count + " clients"));
    }

    private static void check(Device device, List<IdxdWq> queues, IntegrityReport report) {
        long dedicated = 0;
        for (IdxdWq wq : queues) {
            int clients = wq.clients().size();
            report.require(wq.lock().free(), "a lock of " + device.name() + " was left taken");
            report.require(!wq.dedicated() || clients <= 1, "a dedicated queue has " + clients + " clients");
            if (!wq.dedicated()) {
                report.expect("entries of " + device.name(), device.queues() - wq.waiting(), wq.free());
            }
            dedicated += wq.dedicated() ? clients : 0;
        }
        report.expect(
                "dedicated queues of " + device.name(), dedicated, device.live().size());
    }
}
