package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/**
 * A job that reads an address of the kernel's half. Its entries are not for users, so it is a fault that nobody answers; but the IOMMU's
 * paging-structure cache has then what leads to them. Once that page belongs to somebody else, the IOMMU takes what is in it for entries:
 * anything but zeros may be one, and the job comes through (derived from CVE-2025-71202: what such an entry leads to is left out).
 */
final class ReadKernelAddress extends AccessOperation<ReadKernelAddress> {
    private static final Program<ReadKernelAddress> STEPS = Program.<ReadKernelAddress>of("job at a kernel address")
            .iommu("walk of the kernel's half", Cost.IOTLB_MISS, (o, a) -> o.walk())
            .build();

    private final IdxdDriver driver;
    private final IdxdClient client;

    ReadKernelAddress(IdxdDriver driver, IdxdClient client) {
        super(STEPS);
        this.driver = driver;
        this.client = client;
    }

    private int walk() {
        IommuDomain domain = client.binding().domain();
        if (!client.hardware().started()) {
            answer(Errno.EIO);
            return Flow.DONE;
        }
        int frame = domain.walkKernelHalf(driver.kernelTable());
        PhysicalMemory memory = driver.kernel().mm().memory();
        if (frame == PhysicalMemory.NONE || driver.kernelTable().is(frame) || memory.read(frame) == 0) {
            answer(Errno.EFAULT);
        }
        return Flow.DONE;
    }
}
