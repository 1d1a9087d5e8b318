package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the errno table that speak of open and of START_Q's driver; each kernel stands for its era. */
class UacceOpenErrnoTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.8", "5.17", "6.1", "7.0"})
    void anOpenOfADeviceThatIsGoneAnswersEnxio(String kernel) {
        UacceWorld w = new UacceWorld(kernel);
        w.m.unplug();
        assertThat(w.tryOpenRaw()).isEqualTo(Errno.ENXIO);
    }

    /** A node keeps its character device as long as it is open somewhere, so the open gets as far as uacce. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.8", "5.17", "6.1", "7.0"})
    void whileItIsOpenSomewhereTheAnswerIsEnodev(String kernel) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.open();
        w.m.unplug();
        assertThat(w.tryOpenRaw()).isEqualTo(Errno.ENODEV);
        w.m.close(w.a, q);
        assertThat(w.tryOpenRaw()).isEqualTo(Errno.ENXIO);
    }

    /** The device goes between the look-up of the character device and that of the minor. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.8", "5.17", "6.1", "7.0"})
    void anOpenThatFindsTheMinorGoneAnswersEnodev(String kernel) {
        UacceWorld w = new UacceWorld(kernel);
        assertThat(openWithRemovalAfter(w, 1)).isEqualTo(Errno.ENODEV);
    }

    /** The device goes between the look-up of the minor and the device's mutex. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"6.1", "7.0"})
    void anOpenThatFindsTheParentGoneAnswersEinval(String kernel) {
        UacceWorld w = new UacceWorld(kernel);
        assertThat(openWithRemovalAfter(w, 2)).isEqualTo(Errno.EINVAL);
        w.m.check();
        w.m.exitAll();
        w.m.checkNothingLeft();
    }

    private static Errno openWithRemovalAfter(UacceWorld w, int steps) {
        AccessOperation<?> open = w.m.access().open(w.a, w.m.device(), UacceWorld.RAW);
        w.a.cpu().actor().start(open);
        for (int i = 0; i < steps; i++) {
            assertThat(w.a.cpu().actor().step()).isTrue();
        }
        w.m.unplug();
        assertThat(w.a.cpu().actor().run()).isTrue();
        return open.result();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.8", "5.17", "6.1", "7.0"})
    void anOpenWithoutMemoryForTheQueueAnswersEnomem(String kernel) {
        UacceWorld w = new UacceWorld(kernel, 2, TestMachine.config().withSizes(2, 2, 16));
        w.m.mmap(w.a, 16, 1);
        w.m.write(w.a, 16, 1);
        assertThat(w.tryOpenRaw()).isEqualTo(Errno.ENOMEM);
        assertThat(w.m.access().freeQueues(w.m.device())).isEqualTo(2);
        assertThat(w.m.kernel().iommu().pasidsInUse()).isZero();
    }

    /** 5.7 to 5.9 lose the cause; the others pass it on. The mm has a PASID from a wide device that the narrow one cannot send. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.7, ENOMEM", "5.8, EOVERFLOW", "5.17, EOVERFLOW", "6.1, EOVERFLOW", "7.0, EOVERFLOW"})
    void anOpenWithAPasidTooLargeForTheDevice(String kernel, Errno answer) {
        UacceWorld w = new UacceWorld(kernel);
        Task b = w.m.task("B");
        w.m.open(b, "p");
        w.openRaw();
        var narrow = w.m.kernel().addDevice("rsa", 2);
        narrow.limitPasids(2);
        var open = w.m.run(w.a, w.m.access().open(w.a, narrow, UacceWorld.RAW));
        assertThat(open.result()).isEqualTo(answer);
        assertThat(w.m.access().freeQueues(narrow)).isEqualTo(2);
    }

    /** Up to 6.15 a device without SVA has no node; from then on it has one that cannot be opened (derived from the code). */
    @ParameterizedTest(name = "{0}: {1}, flags {2}")
    @CsvSource({
        "5.8, ENXIO, ",
        "5.17, ENXIO, ",
        "6.1, ENXIO, ",
        "6.15, ENXIO, ",
        "6.16, EOPNOTSUPP, 1",
        "7.0, EOPNOTSUPP, 1"
    })
    @Tag("unverified")
    void anOpenOfADeviceWithoutSva(String kernel, Errno answer, String flags) {
        UacceWorld w = new UacceWorld(kernel);
        w.m.device().limitPasids(0);
        assertThat(w.tryOpenRaw()).isEqualTo(answer);
        SysfsCall read = w.read("flags");
        assertThat(read.value()).isEqualTo(flags == null ? "" : flags);
    }

    /** The facts tell the answer; that a bind can succeed without a PASID is nothing that the model does. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.8, ENOMEM", "6.1, ENODEV", "6.18, ENODEV", "7.0, ENODEV"})
    void anInvalidPasidAfterTheBind(String kernel, Errno answer) {
        assertThat(new UacceWorld(kernel).driver().rules().answer(UacceCase.OPEN_INVALID_PASID))
                .isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.8", "6.1", "7.0"})
    void rmmodWaitsUntilNoQueueIsInUse(String kernel) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.open();
        var root = w.m.kernel().newCpu("root").actor();
        root.start(new RemoveModule(w.driver(), w.device()));
        assertThat(root.run()).isFalse();
        assertThat(q.state()).isEqualTo(UacceState.STARTED);
        w.m.close(w.a, q);
        assertThat(root.run()).isTrue();
        assertThat(w.tryOpenRaw()).isEqualTo(Errno.ENXIO);
    }
}
