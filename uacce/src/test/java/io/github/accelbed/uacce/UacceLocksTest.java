package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Several actors at once: what a driver's mutex holds up, and that no order of steps loses a queue. */
class UacceLocksTest {
    private static final String KERNELS = "io.github.accelbed.model.access.AccessContractTest#kernels";

    /** Steps of a close until its drain has begun. */
    private static void drain(Actor actor, AccessQueue queue) {
        while (queue.hardware().started()) {
            assertThat(actor.step()).isTrue();
        }
    }

    /** From 6.0 on a slow drain delays every open and ioctl of the device; before, an open waits for nothing. */
    @ParameterizedTest(name = "{0}: open waits: {1}")
    @CsvSource({"5.8, false", "5.10, false", "6.1, true", "7.0, true"})
    void anOpenWaitsForAnothersDrainOnlyUnderTheDevicesMutex(String kernel, boolean waits) {
        TestMachine m = new TestMachine(new UacceBackend(), KernelVersion.parse(kernel), 2);
        Task a = m.task("A");
        Task b = m.task("B");
        AccessQueue q = m.open(a, "q");
        a.cpu().actor().start(q.close(a, false));
        drain(a.cpu().actor(), q);
        AccessOperation<?> open = m.access().open(b, m.device(), new OpenOptions("r", null, false, true));
        b.cpu().actor().start(open);
        assertThat(b.cpu().actor().run()).isEqualTo(!waits);
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(b.cpu().actor().run()).isTrue();
        assertThat(open.result()).isEqualTo(Errno.OK);
        m.check();
    }

    /** Up to 5.19 one mutex guards the states of all devices' queues. */
    @ParameterizedTest(name = "{0}: start waits: {1}")
    @CsvSource({"5.8, true", "5.10, true", "6.1, false", "7.0, false"})
    void aStartOnAnotherDeviceWaitsOnlyUnderTheMutexOfAll(String kernel, boolean waits) {
        TestMachine m = new TestMachine(new UacceBackend(), KernelVersion.parse(kernel), 2);
        Task a = m.task("A");
        Task b = m.task("B");
        AccessQueue q = m.open(a, "q");
        var open = m.access().open(b, m.kernel().addDevice("rsa", 1), new OpenOptions("r", null, false, true));
        m.run(b, open);
        a.cpu().actor().start(q.close(a, false));
        drain(a.cpu().actor(), q);
        b.cpu().actor().start(open.queue().start(b));
        assertThat(b.cpu().actor().run()).isEqualTo(!waits);
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(b.cpu().actor().run()).isTrue();
        m.check();
    }

    /** The one hazard that the orders show: before 6.0 an open that has begun gets a queue of a device that has gone. */
    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void noOrderOfStepsOfOpenCloseRemovalAndAJobLosesAQueue(KernelVersion version) {
        Set<String> hazards = new TreeSet<>();
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TestMachine m = new TestMachine(new UacceBackend(), version, 2);
            Task a = m.task("A");
            Task b = m.task("B");
            m.mmap(a, 1, 1);
            AccessQueue q = m.open(a, "q");
            q.engine().descriptor().write(1, 1);
            q.cpu().actor().start(q.engine());
            a.cpu().actor().start(q.close(a, random.nextBoolean()));
            b.cpu().actor().start(m.access().open(b, m.device(), OpenOptions.named("r")));
            Actor root = m.kernel().root().actor();
            if (random.nextBoolean()) {
                root.start(m.access().unplug(m.device()));
            }
            Actor[] actors = {a.cpu().actor(), b.cpu().actor(), q.cpu().actor(), root};
            for (int idle = 0; idle < 200; idle++) {
                if (actors[random.nextInt(actors.length)].step()) {
                    idle = 0;
                }
            }
            assertThat(actors).as("seed %d", seed).allMatch(Actor::idle);
            m.check();
            hazards.addAll(m.access().safetyViolations().keySet());
            m.exitAll();
            m.checkNothingLeft();
            assertThat(m.device().live()).as("seed %d", seed).isEmpty();
        }
        assertThat(hazards)
                .isEqualTo(version.since(6, 0) ? Set.of() : Set.of("queue-on-removed-device", "driver-call-after-put"));
    }
}
