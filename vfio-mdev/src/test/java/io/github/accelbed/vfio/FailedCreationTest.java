package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.iommufd.IommufdBackend;
import io.github.accelbed.vfio.row.VfioBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Root creates an mdev for a client that finds none, and its driver does not get the hardware queue. */
class FailedCreationTest {
    private static AccessBackend backend(String id) {
        return id.equals("iommufd") ? new IommufdBackend() : new VfioBackend();
    }

    @ParameterizedTest
    @CsvSource({"vfio, 4.20", "vfio, 7.0", "iommufd, 7.0"})
    void theErrnoOfAFailedCreationIsTheOpensAnswer(String id, String version) {
        TestMachine m = new TestMachine(backend(id), KernelVersion.parse(version), 2);
        Task a = m.task("A");
        FailNth first = firstQueue(id, version);
        m.kernel().inject(first);
        assertThat(m.tryOpen(a, OpenOptions.named("q")).result()).isEqualTo(Errno.ENOSPC);
        assertThat(first.failed()).contains(Allocation.QUEUE);
        assertThat(m.access().mdevs(m.device())).isZero();
        assertThat(m.device().freeQueues()).isEqualTo(2);
        assertThat(a.files().descriptors()).isEmpty();
        m.kernel().inject(null);
        assertThat(m.tryOpen(a, OpenOptions.named("q")).result()).isEqualTo(Errno.OK);
    }

    /** Of all allocations of an open, the one of the hardware queue. */
    private static FailNth firstQueue(String id, String version) {
        for (int n = 1; ; n++) {
            TestMachine m = new TestMachine(backend(id), KernelVersion.parse(version), 2);
            FailNth fail = new FailNth(n);
            Task a = m.task("A");
            m.kernel().inject(fail);
            m.tryOpen(a, OpenOptions.named("q"));
            if (fail.failed().orElseThrow() == Allocation.QUEUE) {
                return new FailNth(n);
            }
        }
    }
}
