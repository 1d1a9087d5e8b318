package io.github.accelbed.vfio;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.device.HwQueue;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevParent;
import java.util.HashSet;
import java.util.Set;

/** Recounts what VFIO holds, between two operations. */
public final class VfioChecks {
    private VfioChecks() {}

    /**
     * Checks that what VFIO holds adds up.
     *
     * @param driver VFIO
     * @param report where faults are noted
     */
    public static void check(VfioDriver driver, IntegrityReport report) {
        for (Container container : driver.containers()) {
            checkContainer(driver, container, report);
        }
        for (ParentDomain parent : driver.parentDomains()) {
            long mapped = driver.iommus().stream()
                    .filter(iommu -> iommu.attachment().domain() == parent.domain())
                    .mapToLong(Type1Iommu::reachablePages)
                    .sum();
            checkEntries(parent.domain(), mapped + parent.leftovers().size(), report);
        }
        driver.lockedVm().check(driver.iommus(), report);
        for (MdevParent parent : driver.bus().parents()) {
            checkParent(driver, parent, report);
        }
    }

    /**
     * Pages that a device reaches although their mm is dead and nothing pins them.
     *
     * @param driver VFIO
     * @return 0 on a sound kernel
     */
    public static long mappingsWithoutOwner(VfioDriver driver) {
        long pages = 0;
        for (Type1Iommu iommu : driver.iommus()) {
            for (DmaMapping mapping : iommu.mappings()) {
                for (long vpn = mapping.from();
                        !iommu.attachment().emulated() && !mapping.mm().alive() && vpn < mapping.to();
                        vpn++) {
                    long pte = iommu.domain().table().walk(vpn);
                    pages += Pte.present(pte) && Pte.frame(pte) != mapping.frame(vpn) ? 1 : 0;
                }
            }
        }
        return pages;
    }

    /**
     * Entries that a device reaches although no mapping stands behind them.
     *
     * @param driver VFIO
     * @return 0 on a sound kernel
     */
    public static long entriesWithoutMapping(VfioDriver driver) {
        return driver.parentDomains().stream()
                .mapToLong(parent -> parent.leftovers().size())
                .sum();
    }

    private static void checkContainer(VfioDriver driver, Container container, IntegrityReport report) {
        report.require(container.groupLock().free(), "container->group_lock was left taken");
        for (VfioGroup group : container.groups()) {
            report.require(group.container() == container, "group " + group.number() + " is not in its container");
        }
        Type1Iommu iommu = container.iommu();
        if (iommu == null) {
            return;
        }
        report.require(!container.groups().isEmpty(), "a container without groups has an IOMMU");
        report.require(iommu.lock().free(), "iommu->lock was left taken");
        for (VfioMm mm : iommu.mms()) {
            report.expect("bonds of a bound address space", container.groups().size(), mm.bonds());
        }
        if (iommu.attachment().emulated()) {
            for (DmaMapping mapping : iommu.mappings()) {
                report.expect("pins of a record", 0, mapping.pinnedPages());
                report.expect(
                        "pages charged for a record",
                        driver.rules().accountsLockedPages()
                                ? mapping.external().charged()
                                : 0,
                        mapping.chargedPages());
            }
            return;
        }
        PageTable table = iommu.domain().table();
        for (DmaMapping mapping : iommu.mappings()) {
            report.expect("pins of a mapping", mapping.pages(), mapping.pinnedPages());
            if (mapping.pages() != mapping.pinnedPages()) {
                continue;
            }
            for (long vpn = mapping.from(); vpn < mapping.to(); vpn++) {
                long pte = table.walk(vpn);
                report.require(
                        Pte.present(pte)
                                && Pte.frame(pte) == mapping.frame(vpn)
                                && Pte.writable(pte) == mapping.write(),
                        "the IOMMU's entry differs from its mapping");
            }
        }
        if (driver.parentDomains().stream().noneMatch(parent -> parent.domain() == iommu.domain())) {
            checkEntries(iommu.domain(), iommu.reachablePages(), report);
        }
    }

    private static void checkEntries(IommuDomain domain, long expected, IntegrityReport report) {
        PageTable table = domain.table();
        long entries = 0;
        for (long vpn = table.nextMapped(0, PageTable.PAGES);
                vpn >= 0;
                vpn = table.nextMapped(vpn + 1, PageTable.PAGES)) {
            entries++;
        }
        report.expect("entries of a domain", expected, entries);
    }

    /** A queue that nobody resets runs on. */
    private static boolean runs(VfioDriver driver, VfioGroup group, HwQueue queue) {
        return group.inUse() || (!driver.rules().resetsAtClose() && queue.started());
    }

    private static void checkParent(VfioDriver driver, MdevParent parent, IntegrityReport report) {
        if (parent.adminSteps() == 0) {
            // Nobody ever made an mdev here, so queues that are handed out are another row's.
            return;
        }
        for (Mdev user : driver.ims(parent).users()) {
            report.require(VfioDriver.group(user).inUse(), "an mdev that nobody uses has an interrupt vector");
        }
        Set<HwQueue> queues = new HashSet<>(parent.device().live());
        String device = parent.device().name();
        for (Mdev mdev : parent.children()) {
            VfioGroup group = VfioDriver.group(mdev);
            for (HwQueue queue : mdev.queues()) {
                report.require(queues.remove(queue), "an mdev of " + device + " has no queue of its own");
                report.expect(
                        "whether a queue of " + device + " runs",
                        runs(driver, group, queue) && !parent.device().removed() ? 1 : 0,
                        queue.started() ? 1 : 0);
            }
            int open = group.groupFiles().size() + group.deviceFiles().size();
            report.expect("users of group " + group.number(), open, group.users());
            Container container = group.container();
            report.require(
                    container == null || container.groups().contains(group),
                    "group " + group.number() + " is unknown to its container");
        }
        for (QueueGrant grant : driver.grants()) {
            if (grant.mdev().parent() == parent) {
                report.require(queues.remove(grant.queue()), "a file of " + device + " has no queue of its own");
            }
        }
        report.expect("queues of " + device + " that no mdev has", 0, queues.size());
    }
}
