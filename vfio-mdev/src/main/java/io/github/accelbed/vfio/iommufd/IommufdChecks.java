package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Recounts what iommufd holds, between two operations. */
final class IommufdChecks {
    private IommufdChecks() {}

    static void check(IommufdDriver driver, IntegrityReport report) {
        Map<IoptPages, Integer> shown = new LinkedHashMap<>();
        for (IommufdContext context : driver.contexts()) {
            report.require(!context.file().released(), "an iommufd is listed but was released");
            for (IommufdObject object : context.objects()) {
                if (object instanceof Ioas ioas) {
                    checkIoas(ioas, shown, report);
                } else if (object instanceof Hwpt hwpt) {
                    report.require(hwpt.ioas().domains().contains(hwpt), "a page table is unknown to its IOAS");
                    report.require(!hwpt.automatic() || hwpt.users() > 0, "an automatic page table outlived its users");
                }
            }
        }
        long charged = 0;
        for (Map.Entry<IoptPages, Integer> entry : shown.entrySet()) {
            IoptPages memory = entry.getKey();
            report.expect("domains that show a memory", entry.getValue(), memory.domains());
            report.expect("pins of a memory", memory.domains() > 0 ? memory.pages() : 0, memory.pinned());
            charged += memory.chargedPages();
        }
        report.expect("locked pages of the user", charged, driver.account().lockedPages());
        driver.bus().parents().forEach(parent -> checkParent(parent, report));
    }

    private static void checkIoas(Ioas ioas, Map<IoptPages, Integer> shown, IntegrityReport report) {
        report.require(ioas.lock().free(), "iopt->iova_rwsem was left taken");
        for (IoptArea area : ioas.areas()) {
            shown.merge(area.memory(), ioas.domains().size(), Integer::sum);
        }
        for (Hwpt hwpt : ioas.domains()) {
            PageTable table = hwpt.domain().table();
            long entries = 0;
            for (long vpn = table.nextMapped(0, PageTable.PAGES);
                    vpn >= 0;
                    vpn = table.nextMapped(vpn + 1, PageTable.PAGES)) {
                entries++;
                IoptArea area = ioas.find(vpn, vpn + 1);
                report.require(
                        area != null
                                && area.memory().pinned() == area.memory().pages()
                                && Pte.frame(table.walk(vpn)) == area.frame(vpn),
                        "an entry of a page table differs from its IOAS");
            }
            report.expect("entries of a page table", ioas.pages(), entries);
        }
    }

    private static void checkParent(MdevParent parent, IntegrityReport report) {
        Set<HwQueue> queues = new HashSet<>(parent.device().live());
        String device = parent.device().name();
        for (Mdev mdev : parent.children()) {
            VfioCdev cdev = IommufdDriver.node(mdev);
            for (HwQueue queue : mdev.queues()) {
                report.require(queues.remove(queue), "an mdev of " + device + " has no queue of its own");
                report.expect(
                        "whether a queue of " + device + " runs",
                        cdev.inUse() && !parent.device().removed() ? 1 : 0,
                        queue.started() ? 1 : 0);
            }
            report.require(cdev.hwpt() == null || cdev.hardwarePasid() > 0, "an attached device has no PASID");
        }
        report.expect("queues of " + device + " that no mdev has", 0, queues.size());
    }
}
