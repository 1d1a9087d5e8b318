package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.access.IntegrityReport;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.mm.FileMapping;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.Pte;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one address space of a device without PASIDs: its domain with everything that is mapped into it, whoever mapped it. */
final class DmaSpace {
    private final Device device;
    private final Iommu iommu;
    private final IommuDomain domain;
    private final List<NosvaQueue> users = new ArrayList<>();
    private final List<KernelRegion> regions = new ArrayList<>();
    private int opens;

    DmaSpace(Device device, Iommu iommu) {
        this.device = device;
        this.iommu = iommu;
        domain = iommu.newDefaultDomain();
    }

    Iommu iommu() {
        return iommu;
    }

    IommuDomain domain() {
        return domain;
    }

    /** {@code cdev_get} of chrdev_open: one more has the node open, or is about to. */
    void getCdev() {
        opens++;
    }

    /** {@code cdev_put}: of an open that failed, or behind the release of a file. */
    void putCdev() {
        opens--;
    }

    /** How many have the node open: {@code kref_read(&cdev->kobj.kref)} is one more. */
    int opens() {
        return opens;
    }

    /** The open queues. */
    List<NosvaQueue> users() {
        return users;
    }

    /** What the platform keeps for itself; the software MSI window is one, as the driver has asked for it. */
    List<ReservedRegion> reserved() {
        return iommu.reserved();
    }

    /** Pages that the device can reach, from any queue. */
    long mappedPages() {
        return regions.stream().mapToLong(KernelRegion::pages).sum();
    }

    /** Whether a queue of one process reaches memory that was made for another. */
    boolean sharedByProcesses() {
        return users.stream()
                .filter(queue -> queue.hardware().started())
                .anyMatch(queue -> regions.stream().anyMatch(region -> region.mm() != queue.mm()));
    }

    /** Whether no region stands at such device addresses. */
    boolean free(long at, long pages) {
        return regions.stream()
                .noneMatch(region -> at < region.device() + region.pages() && region.device() < at + pages);
    }

    /** The first page of something in the way at such device addresses, region or reserved; negative if nothing is. */
    long taken(long at, long pages) {
        for (ReservedRegion reserved : reserved()) {
            if (reserved.overlaps(at, at + pages)) {
                return reserved.start();
            }
        }
        for (KernelRegion region : regions) {
            if (at < region.device() + region.pages() && region.device() < at + pages) {
                return region.device();
            }
        }
        return -1;
    }

    /** How many queues have such memory as a region. */
    long shares(FileMapping memory) {
        return regions.stream()
                .filter(region -> region.memory() == memory)
                .mapToLong(KernelRegion::users)
                .sum();
    }

    /** The region that a range of a process lies in, if the device has it: what SHARE_SVAS hands to a second queue. */
    @Nullable
    KernelRegion find(MmStruct mm, long start, long pages) {
        for (KernelRegion region : regions) {
            if (region.mm() == mm && region.holds(start) && region.holds(start + pages - 1)) {
                return region;
            }
        }
        return null;
    }

    /** {@code iommu_map} of a region's frames, for its first queue; false, and nothing mapped, without a page for a table. */
    boolean map(KernelRegion region) {
        long rights = Pte.PRESENT | (region.write() ? Pte.WRITE : 0);
        for (int i = 0; i < region.pages(); i++) {
            if (!iommu.map(domain, region.device() + i, Pte.of(region.frames().frame(i), rights))) {
                clear(region, i);
                return false;
            }
        }
        regions.add(region);
        return true;
    }

    private void clear(KernelRegion region, long pages) {
        for (int i = 0; i < pages; i++) {
            domain.table().set(region.device() + i, 0);
        }
    }

    /** A queue gives a region up; with the last one come {@code iommu_unmap} and the sync, and then the kernel's references go. */
    void unmap(KernelRegion region) {
        if (!region.unuse()) {
            return;
        }
        clear(region, region.pages());
        iommu.invalidate(domain, region.device(), region.device() + region.pages());
        regions.remove(region);
        region.frames().release();
    }

    void check(IntegrityReport report) {
        report.expect("queues of " + device.name(), users.size(), device.live().size());
        report.expect("opens of " + device.name(), users.size(), opens);
        for (KernelRegion region : regions) {
            report.expect("frames of a region", region.pages(), region.frames().size());
            for (int i = 0; i < region.pages(); i++) {
                long entry = domain.table().walk(region.device() + i);
                report.require(
                        Pte.present(entry)
                                && Pte.frame(entry) == region.frames().frame(i),
                        "the device's table of " + device.name() + " does not lead to the region's page");
            }
        }
        long owned = users.stream().mapToLong(queue -> queue.regions().size()).sum();
        long shares = regions.stream().mapToLong(KernelRegion::users).sum();
        report.expect("shares of regions of " + device.name(), owned, shares);
    }
}
