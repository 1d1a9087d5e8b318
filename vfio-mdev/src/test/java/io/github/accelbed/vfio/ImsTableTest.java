package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.row.IdxdMdevBackend;
import io.github.accelbed.vfio.row.VfioAccess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The interrupt message store of a device that is partitioned. */
class ImsTableTest {
    @Test
    @Tag("unverified")
    void aPartitionTakesAnEntryOfTheMessageStoreAndGivesItBackWithItsDevice() {
        TestMachine m = new TestMachine(new IdxdMdevBackend(), KernelVersion.parse("5.8"), 4);
        VfioDriver driver = ((VfioAccess) m.access()).driver();
        ImsTable ims = driver.ims(driver.bus().parent(m.device()));
        ims.limit(1);
        Task a = m.task("A");
        AccessQueue p = m.open(a, "p");
        assertThat(a.syscalls()).as("eventfd and SET_IRQS, too").isEqualTo(8);
        assertThat(ims.used()).isEqualTo(1);
        int files = a.files().descriptors().size();
        assertThat(m.tryOpen(a, OpenOptions.named("q")).result()).isEqualTo(Errno.ENOSPC);
        assertThat(a.files().descriptors()).hasSize(files);
        m.closeRaw(a, p);
        assertThat(ims.used()).isZero();
    }
}
