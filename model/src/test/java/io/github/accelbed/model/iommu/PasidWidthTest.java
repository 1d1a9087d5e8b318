package io.github.accelbed.model.iommu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.mm.MmStruct;
import org.junit.jupiter.api.Test;

/** One PASID an mm, global over devices of different width. */
class PasidWidthTest {
    private final Kernel kernel = Kernel.boot(KernelVersion.parse("6.1"));
    private final Iommu iommu = kernel.iommu();

    private MmStruct bound(String name) {
        MmStruct mm = kernel.newTask(name).mm();
        assertThat(iommu.svaBind(mm)).isNotNull();
        return mm;
    }

    @Test
    void aDeviceWithoutPasidsCannotBeBound() {
        assertThat(iommu.mayBind(kernel.newTask("A").mm(), 0)).isEqualTo(Errno.EOPNOTSUPP);
    }

    /** PASID 0 is not used, so a device that can send two of them serves one process. */
    @Test
    void aNewPasidComesFromTheDevicesOwnRange() {
        MmStruct a = kernel.newTask("A").mm();
        assertThat(iommu.mayBind(a, 1)).isEqualTo(Errno.ENOSPC);
        assertThat(iommu.mayBind(a, 2)).isEqualTo(Errno.OK);
        bound("B");
        assertThat(iommu.mayBind(a, 2)).isEqualTo(Errno.ENOSPC);
        assertThat(iommu.mayBind(a, 3)).isEqualTo(Errno.OK);
    }

    /** The first device decides; the mm's PASID does not change for a later, smaller one. */
    @Test
    void aPasidThatALargerDeviceGotMayBeTooLargeForTheNext() {
        MmStruct a = bound("A");
        MmStruct b = bound("B");
        assertThat(iommu.mayBind(a, 2)).isEqualTo(Errno.OK);
        assertThat(iommu.mayBind(b, 2)).isEqualTo(Errno.EOVERFLOW);
        assertThat(iommu.mayBind(b, 3)).isEqualTo(Errno.OK);
    }
}
