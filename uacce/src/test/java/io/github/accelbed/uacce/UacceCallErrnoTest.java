package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.uacce.DriverIoctl.SetQpCtx;
import io.github.accelbed.uacce.DriverIoctl.SetQpInfo;
import io.github.accelbed.uacce.DriverIoctl.Unknown;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the errno table that speak of PUT_Q, the driver's ioctls and poll; each kernel stands for its era. */
class UacceCallErrnoTest {
    @ParameterizedTest(name = "{0}: {1}, {2} free")
    @CsvSource({"5.8, ZOMBIE, 2", "5.17, ZOMBIE, 2", "6.1, ZOMBIE, 2", "6.18, ZOMBIE, 2", "7.0, INIT, 1"})
    void putOfAQueueThatWasNeverStarted(String kernel, UacceState state, long free) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.openRaw();
        assertThat(w.m.putQueue(w.a, q)).isEqualTo(Errno.OK);
        assertThat(q.state()).isEqualTo(state);
        assertThat(w.m.access().freeQueues(w.m.device())).isEqualTo(free);
    }

    @ParameterizedTest(name = "{0}: {1}, owned {2}")
    @CsvSource({"5.8, ZOMBIE, false", "5.17, ZOMBIE, false", "6.18, ZOMBIE, false", "7.0, INIT, true"})
    void putOfAStartedQueue(String kernel, UacceState state, boolean owned) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.open();
        assertThat(w.m.putQueue(w.a, q)).isEqualTo(Errno.OK);
        assertThat(q.state()).isEqualTo(state);
        assertThat(q.ownsHardware()).isEqualTo(owned);
        assertThat(q.hardware().started()).isFalse();
    }

    /** The hazard of 5.7 to 5.19: the driver works on a queue that it has got back. */
    @ParameterizedTest(name = "{0}: {1}, hazards {2}")
    @CsvSource({"5.8, OK, 1", "5.17, OK, 1", "6.1, ENXIO, 0", "6.18, ENXIO, 0", "7.0, OK, 0"})
    void anIoctlOfTheDriverAfterPut(String kernel, Errno answer, long hazards) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.open();
        w.m.putQueue(w.a, q);
        assertThat(w.ioctl(q, new SetQpCtx(0))).isEqualTo(answer);
        assertThat(w.m.access().safetyViolations())
                .isEqualTo(hazards == 0 ? Map.of() : Map.of("driver-call-after-put", hazards));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.8, OK", "5.17, OK", "6.1, ENXIO", "7.0, ENXIO"})
    void anIoctlOfTheDriverAfterTheDeviceWent(String kernel, Errno answer) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.open();
        w.m.unplug();
        assertThat(w.ioctl(q, new SetQpCtx(0))).isEqualTo(answer);
        assertThat(w.ioctl(q, new Unknown())).isEqualTo(answer.ok() ? Errno.EINVAL : answer);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.8", "5.17", "6.1", "7.0"})
    void anIoctlThatNobodyKnowsAnswersEinval(String kernel) {
        UacceWorld w = new UacceWorld(kernel);
        assertThat(w.ioctl(w.openRaw(), new Unknown())).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest(name = "{0}: type {1}: {2}, queue {3}")
    @CsvSource({
        "5.8, 0, OK, 0",
        "5.8, 1, OK, 0",
        "5.8, 2, EINVAL, -1",
        "6.1, 1, OK, 0",
        "6.1, 2, EINVAL, -1",
        "7.0, 1, OK, 0",
        "7.0, 2, EINVAL, -1"
    })
    void setQpCtxChecksItsArgumentAndTellsTheQueuesNumber(String kernel, int type, Errno answer, int queue) {
        UacceWorld w = new UacceWorld(kernel);
        DriverIoctl ioctl = new DriverIoctl(w.a, w.openRaw(), new SetQpCtx(type));
        assertThat(w.call(ioctl)).isEqualTo(answer);
        assertThat(ioctl.queueId()).isEqualTo(queue);
    }

    /** UADK takes a depth of 1024 for granted where the call is unknown. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.8, EINVAL", "5.17, EINVAL", "6.0, EINVAL", "6.1, OK", "7.0, OK"})
    void setQpInfoIsKnownFrom61On(String kernel, Errno answer) {
        UacceWorld w = new UacceWorld(kernel);
        assertThat(w.ioctl(w.openRaw(), new SetQpInfo())).isEqualTo(answer);
    }

    /** A second poll says nothing, although the process has not looked at its ring. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.8", "5.17", "6.1", "7.0"})
    void pollTellsOfACompletionOnce(String kernel) {
        UacceWorld w = new UacceWorld(kernel);
        w.m.mmap(w.a, 16, 1);
        UacceQueue q = w.open();
        assertThat(w.poll(q)).isFalse();
        w.m.deviceWrite(q, 16, 1);
        w.m.deviceWrite(q, 16, 2);
        assertThat(w.poll(q)).isTrue();
        assertThat(w.poll(q)).isFalse();
        w.m.deviceWrite(q, 99, 1);
        assertThat(w.poll(q)).as("a failed job completes, too").isTrue();
    }

    @ParameterizedTest(name = "{0}: after PUT_Q {1}, after removal {2}")
    @CsvSource({"5.8, true, true", "5.17, true, true", "6.1, false, false", "6.18, false, false", "7.0, true, false"})
    void pollOfAQueueThatIsNoneAnyMore(String kernel, boolean afterPut, boolean afterRemoval) {
        UacceWorld put = new UacceWorld(kernel);
        put.m.mmap(put.a, 16, 1);
        UacceQueue q = put.open();
        put.m.deviceWrite(q, 16, 1);
        put.m.putQueue(put.a, q);
        assertThat(put.poll(q)).isEqualTo(afterPut);

        UacceWorld removed = new UacceWorld(kernel);
        removed.m.mmap(removed.a, 16, 1);
        UacceQueue r = removed.open();
        removed.m.deviceWrite(r, 16, 1);
        removed.m.unplug();
        assertThat(removed.poll(r)).isEqualTo(afterRemoval);
    }

    /** What a second mmap of a region answered in the sixth posting; EEXIST came from its review. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource("4.20, EBUSY")
    @Tag("unverified")
    void mappingARegionTwiceInTheSixthPosting(String kernel, Errno answer) {
        UacceWorld w = new UacceWorld(kernel);
        UacceQueue q = w.openRaw();
        assertThat(w.mmap(q, 0, 1 << 20, 16)).isEqualTo(Errno.OK);
        assertThat(w.mmap(q, 0, 2 << 20, 16)).isEqualTo(answer);
    }
}
