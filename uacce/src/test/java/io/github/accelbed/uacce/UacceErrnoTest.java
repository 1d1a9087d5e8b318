package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.RegionKind;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errno table, call by call, as a process sees it. Each row is one kernel of an era. */
class UacceErrnoTest {
    private static final OpenOptions RAW = new OpenOptions("q", null, false, true);

    private TestMachine m;
    private Task a;

    private void boot(String kernel, int queues, int pasids) {
        m = new TestMachine(
                new UacceBackend(),
                KernelVersion.parse(kernel),
                queues,
                TestMachine.config().withPasids(pasids));
        a = m.task("A");
    }

    private AccessQueue bootAndOpenRaw(String kernel) {
        boot(kernel, 2, 9);
        return m.open(a, RAW);
    }

    private AccessQueue bootAndOpen(String kernel) {
        boot(kernel, 2, 9);
        return m.open(a, "q");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"4.20, EINVAL", "5.8, EINVAL", "5.17, EINVAL", "6.1, EINVAL", "7.0, EINVAL"})
    void startingTwice(String kernel, Errno answer) {
        AccessQueue q = bootAndOpen(kernel);
        assertThat(m.startQueue(a, q)).isEqualTo(answer);
        assertThat(q.hardware().started()).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}, then {2}")
    @CsvSource({"4.20, EINVAL, OK", "5.8, OK, EINVAL", "5.17, OK, EINVAL", "6.1, OK, EINVAL", "7.0, OK, EINVAL"})
    void startingWithoutARegion(String kernel, Errno answer, Errno again) {
        AccessQueue q = bootAndOpenRaw(kernel);
        assertThat(m.startQueue(a, q)).isEqualTo(answer);
        assertThat(m.region(a, q, RegionKind.DUS)).isEqualTo(Errno.OK);
        assertThat(m.region(a, q, RegionKind.MMIO)).isEqualTo(Errno.OK);
        assertThat(m.startQueue(a, q)).isEqualTo(again);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"4.20, EINVAL", "5.8, EINVAL", "5.17, EINVAL", "6.1, ENXIO", "7.0, OK"})
    void startingAfterPut(String kernel, Errno answer) {
        AccessQueue q = bootAndOpen(kernel);
        assertThat(m.putQueue(a, q)).isEqualTo(Errno.OK);
        assertThat(m.startQueue(a, q)).isEqualTo(answer);
        assertThat(q.hardware().started()).isEqualTo(answer.ok());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"4.20, OK", "5.8, OK", "5.17, OK", "6.1, ENXIO", "7.0, OK"})
    void puttingTwice(String kernel, Errno answer) {
        AccessQueue q = bootAndOpen(kernel);
        assertThat(m.putQueue(a, q)).isEqualTo(Errno.OK);
        assertThat(m.putQueue(a, q)).isEqualTo(answer);
    }

    /** What 6.19 changed for good: the promise that PUT_Q frees the queue at once no longer holds. */
    @ParameterizedTest(name = "{0}: {1} free")
    @CsvSource({"4.20, 2", "5.8, 2", "5.17, 2", "6.18, 2", "6.19, 1", "7.0, 1"})
    void queuesThatAreFreeAfterPut(String kernel, long free) {
        AccessQueue q = bootAndOpen(kernel);
        assertThat(m.putQueue(a, q)).isEqualTo(Errno.OK);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(free);
        assertThat(m.tryDeviceRead(q, 1)).isEqualTo(Errno.EIO);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.8, EEXIST", "5.17, EEXIST", "6.1, EEXIST", "7.0, EEXIST"})
    void mappingARegionTwice(String kernel, Errno answer) {
        AccessQueue q = bootAndOpenRaw(kernel);
        assertThat(m.region(a, q, RegionKind.MMIO)).isEqualTo(Errno.OK);
        assertThat(m.region(a, q, RegionKind.MMIO)).isEqualTo(answer);
        assertThat(m.region(a, q, RegionKind.DUS)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.8, EEXIST", "5.17, EEXIST", "6.1, EEXIST", "6.18, OK", "7.0, OK"})
    void mappingARegionAgainAfterMunmap(String kernel, Errno answer) {
        AccessQueue q = bootAndOpenRaw(kernel);
        assertThat(m.region(a, q, RegionKind.MMIO)).isEqualTo(Errno.OK);
        assertThat(m.unregion(a, q, RegionKind.MMIO)).isEqualTo(Errno.OK);
        assertThat(m.region(a, q, RegionKind.MMIO)).isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"4.20, EINVAL", "5.8, EINVAL", "5.17, EINVAL", "6.1, ENXIO", "6.18, ENXIO", "7.0, OK"})
    void mappingARegionAfterPut(String kernel, Errno answer) {
        AccessQueue q = bootAndOpenRaw(kernel);
        assertThat(m.putQueue(a, q)).isEqualTo(Errno.OK);
        assertThat(m.region(a, q, RegionKind.DUS)).isEqualTo(answer);
    }

    /** The answer of the sixth posting and the end of the IOASID allocator with 6.3 are not verified. */
    @ParameterizedTest(name = "{0}: {1}")
    @Tag("unverified")
    @CsvSource({
        "4.20, ENOSPC",
        "5.8, ENOMEM",
        "5.17, ENOMEM",
        "6.1, ENOMEM",
        "6.3, ENOMEM",
        "6.4, ENOSPC",
        "7.0, ENOSPC"
    })
    void openingWithoutAPasid(String kernel, Errno answer) {
        boot(kernel, 2, 1);
        m.open(a, "p");
        assertThat(m.tryOpen(m.task("B"), RAW).result()).isEqualTo(answer);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"4.20, EBUSY", "5.8, EBUSY", "5.17, EBUSY", "6.1, EBUSY", "7.0, EBUSY"})
    void openingWithoutAFreeQueueUndoesTheBind(String kernel, Errno answer) {
        boot(kernel, 1, 9);
        m.open(a, "p");
        Task b = m.task("B");
        assertThat(m.tryOpen(b, RAW).result()).isEqualTo(answer);
        assertThat(m.kernel().iommu().bindings()).hasSize(1);
        assertThat(b.files().descriptors()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: start {1}, put {2}, mmap {3}")
    @CsvSource({
        "4.20, EINVAL, OK, EINVAL",
        "5.8, EINVAL, OK, EINVAL",
        "5.17, EINVAL, OK, EINVAL",
        "6.1, ENXIO, ENXIO, ENXIO",
        "7.0, ENXIO, ENXIO, ENXIO"
    })
    void afterTheDeviceWent(String kernel, Errno start, Errno put, Errno mmap) {
        AccessQueue q = bootAndOpen(kernel);
        assertThat(m.unplug()).isEqualTo(Errno.OK);
        assertThat(m.startQueue(a, q)).isEqualTo(start);
        assertThat(m.putQueue(a, q)).isEqualTo(put);
        assertThat(m.region(a, q, RegionKind.DUS)).isEqualTo(mmap);
        assertThat(m.tryOpen(a, RAW).result()).isEqualTo(Errno.ENODEV);
        assertThat(m.tryDeviceRead(q, 1)).isEqualTo(Errno.EIO);
        assertThat(m.access().freeQueues(m.device())).isZero();
        // The sixth posting leaves the queues to who has them open.
        assertThat(m.kernel().iommu().bindings()).hasSize(kernel.equals("4.20") ? 1 : 0);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        m.exitAll();
        m.checkNothingLeft();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"5.8", "6.1", "7.0"})
    void withoutTheDescriptorEveryCallAnswersEbadf(String kernel) {
        AccessQueue q = bootAndOpen(kernel);
        Task b = m.task("B");
        assertThat(m.startQueue(b, q)).isEqualTo(Errno.EBADF);
        assertThat(m.putQueue(b, q)).isEqualTo(Errno.EBADF);
        assertThat(m.region(b, q, RegionKind.DUS)).isEqualTo(Errno.EBADF);
        assertThat(m.close(b, q)).isEqualTo(Errno.EBADF);
        assertThat(q.hardware().started()).isTrue();
    }

    /** Only the library looks at isolation. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"6.3", "7.0"})
    void theLibraryStaysAwayFromAnIsolatedDeviceAndTheKernelDoesNot(String kernel) {
        boot(kernel, 2, 9);
        assertThat(m.isolate()).isEqualTo(Errno.OK);
        assertThat(m.tryOpen(a, OpenOptions.named("p")).result()).isEqualTo(Errno.ENODEV);
        assertThat(m.tryOpen(a, RAW).result()).isEqualTo(Errno.OK);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20", "5.8", "6.2"})
    void nothingIsolatesADeviceBeforeTheAttribute(String kernel) {
        boot(kernel, 2, 9);
        assertThat(m.access().whyNot(AccessStep.ISOLATE)).contains("6.3");
    }
}
