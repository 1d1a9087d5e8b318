package io.github.accelbed.vfio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.vfio.mdev.CreateMdev;
import io.github.accelbed.vfio.mdev.MdevBus;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.MdevType;
import io.github.accelbed.vfio.mdev.MdevUuid;
import io.github.accelbed.vfio.mdev.RemoveMdev;
import io.github.accelbed.vfio.mdev.UnregisterParent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What root's writes to {@code create} and {@code remove} answer. */
class MdevErrnoTest {
    private static final String UUID = MdevUuid.of("one");

    private static Errno create(CallWorld w, MdevType type, String written) {
        MdevParent parent = w.driver.bus().parent(w.m.device());
        return w.root(new CreateMdev(w.driver.bus(), parent, type, written));
    }

    @ParameterizedTest
    @CsvSource({
        "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001, OK",
        "83b8f4f2-509f-382f-3c1e-e6bfe0fa100, EINVAL",
        "83b8f4f2-509f-382f-3c1e-e6bfe0fa10011x, EINVAL",
        "83b8f4f2x509f-382f-3c1e-e6bfe0fa1001, EINVAL",
        "83b8f4f2-509f-382f-3c1e-e6bfe0fa100g, EINVAL",
        "m, EINVAL"
    })
    void onlyAUuidIsAName(String written, Errno answer) {
        assertThat(create(new CallWorld("6.18"), MdevType.ONE_QUEUE, written)).isEqualTo(answer);
        assertThat(create(new CallWorld("4.20"), MdevType.ONE_QUEUE, written)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void aLineEndAfterTheUuidIsFine(String version) {
        assertThat(create(new CallWorld(version), MdevType.ONE_QUEUE, UUID + "\n"))
                .isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void aUuidIsOneOnTheWholeMachine(String version) {
        CallWorld w = new CallWorld(version);
        Device other = w.m.kernel().addDevice("rsa", 4);
        assertThat(create(w, MdevType.ONE_QUEUE, UUID)).isEqualTo(Errno.OK);
        MdevBus bus = w.driver.bus();
        assertThat(w.root(new CreateMdev(bus, bus.parent(other), MdevType.ONE_QUEUE, UUID)))
                .isEqualTo(Errno.EEXIST);
    }

    @ParameterizedTest
    @CsvSource({"4.20, ENOSPC", "5.17, ENOSPC", "6.1, EUSERS", "7.0, EUSERS"})
    void typesCompeteForOnePoolOfQueues(String version, Errno spent) {
        CallWorld w = new CallWorld(version);
        MdevParent parent = w.driver.bus().parent(w.m.device());
        assertThat(parent.availableInstances(MdevType.ONE_QUEUE)).isEqualTo(4);
        assertThat(parent.availableInstances(MdevType.TWO_QUEUES)).isEqualTo(2);
        assertThat(create(w, MdevType.ONE_QUEUE, UUID)).isEqualTo(Errno.OK);
        assertThat(parent.availableInstances(MdevType.TWO_QUEUES)).isEqualTo(1);
        assertThat(create(w, MdevType.TWO_QUEUES, MdevUuid.of("two"))).isEqualTo(Errno.OK);
        assertThat(create(w, MdevType.TWO_QUEUES, MdevUuid.of("three"))).isEqualTo(spent);
        assertThat(create(w, MdevType.ONE_QUEUE, MdevUuid.of("three"))).isEqualTo(Errno.OK);
        assertThat(w.m.device().freeQueues()).isZero();
        assertThat(w.root(new RemoveMdev(w.driver.bus(), MdevUuid.of("two")))).isEqualTo(Errno.OK);
        assertThat(w.m.device().freeQueues()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.17"})
    void aSecondRegistrationOfAParentAnswersEexist(String version) {
        CallWorld w = new CallWorld(version);
        Device fresh = w.m.kernel().addDevice("rsa", 1);
        assertThat(w.driver.bus().register(fresh)).isEqualTo(Errno.OK);
        assertThat(w.driver.bus().register(fresh)).isEqualTo(Errno.EEXIST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "7.0"})
    @Tag("unverified")
    void aSecondRegistrationOfAParentAnswersEexistOnNewKernelsToo(String version) {
        aSecondRegistrationOfAParentAnswersEexist(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "7.0"})
    void removingWhatIsNotThereAnswersEnodev(String version) {
        assertThat(new CallWorld(version).root(new RemoveMdev(new CallWorld(version).driver.bus(), UUID)))
                .isEqualTo(Errno.ENODEV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.4", "7.0"})
    void aSecondRemovalOfAnMdevThatWaitsForItsClientAnswersEagain(String version) {
        CallWorld w = new CallWorld(version);
        create(w, MdevType.ONE_QUEUE, UUID);
        AccessQueue q = w.m.open(w.a, "q");
        var first = w.m.kernel().newCpu("root 1").actor();
        assertThat(w.m.tryRun(first, new RemoveMdev(w.driver.bus(), UUID))).isFalse();
        assertThat(w.root(new RemoveMdev(w.driver.bus(), UUID))).isEqualTo(Errno.EAGAIN);
        w.m.close(w.a, q);
        assertThat(first.run()).isTrue();
        assertThat(w.root(new RemoveMdev(w.driver.bus(), UUID))).isEqualTo(Errno.ENODEV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.4", "7.0"})
    void createAndRemoveWhileTheParentGoesAnswerEnodev(String version) {
        CallWorld w = new CallWorld(version);
        w.m.open(w.a, "q");
        create(w, MdevType.ONE_QUEUE, UUID);
        MdevBus bus = w.driver.bus();
        var driver = w.m.kernel().newCpu("rmmod").actor();
        assertThat(w.m.tryRun(driver, new UnregisterParent(bus, bus.parent(w.m.device()))))
                .as("waits for q")
                .isFalse();
        assertThat(create(w, MdevType.ONE_QUEUE, MdevUuid.of("two"))).isEqualTo(Errno.ENODEV);
        assertThat(w.root(new RemoveMdev(bus, UUID))).isEqualTo(Errno.ENODEV);
        w.m.exit(w.a);
        assertThat(driver.run()).isTrue();
    }

    /** Before 5.2 the vendor's driver is asked first and refuses. */
    @ParameterizedTest
    @CsvSource({"4.20, true, EBUSY", "5.4, false, OK", "7.0, false, OK"})
    void removingABusyMdev(String version, boolean ends, Errno answer) {
        CallWorld w = new CallWorld(version);
        create(w, MdevType.ONE_QUEUE, UUID);
        AccessQueue q = w.m.open(w.a, "q");
        RemoveMdev remove = new RemoveMdev(w.driver.bus(), UUID);
        var root = w.m.kernel().newCpu("root 1").actor();
        assertThat(w.m.tryRun(root, remove)).isEqualTo(ends);
        w.m.close(w.a, q);
        assertThat(root.run()).isTrue();
        assertThat(remove.result()).isEqualTo(answer);
        assertThat(w.driver.bus().parent(w.m.device()).children()).hasSize(answer.ok() ? 0 : 1);
    }
}
