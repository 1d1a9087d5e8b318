package io.github.accelbed.vfio.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of an mdev: who makes it, who gets it, what stays of it, and who waits for whom. */
class VfioMdevTest {
    private static final long BUF = 0x1000;

    private static TestMachine boot(String version) {
        return new TestMachine(new VfioBackend(), KernelVersion.parse(version), 2);
    }

    private static Errno root(TestMachine m, AccessOperation<?> operation) {
        return m.run(m.kernel().root().actor(), operation).result();
    }

    private static AccessQueue openMapped(TestMachine m, Task a, String name) {
        if (a.mm().vmas().isEmpty()) {
            m.mmap(a, BUF, 2);
        }
        AccessQueue q = m.open(a, name);
        assertThat(m.map(a, q, BUF, 2)).isEqualTo(Errno.OK);
        return q;
    }

    @Test
    void theFirstOpenTakesRootSixStepsAndTheClientSixSystemCalls() {
        TestMachine m = boot("5.17");
        Task a = m.task("A");
        AccessQueue q = m.open(a, "q");
        assertThat(m.access().adminSteps(m.device())).isEqualTo(6);
        assertThat(a.syscalls()).isEqualTo(6);
        m.close(a, q);
        long before = a.syscalls();
        m.open(a, "r");
        assertThat(a.syscalls() - before).isEqualTo(6);
        assertThat(m.access().adminSteps(m.device())).as("the mdev was there").isEqualTo(6);
    }

    @Test
    void aClientTriesEveryTakenGroupBeforeItGetsAFreeOne() {
        TestMachine m = new TestMachine(new VfioBackend(), KernelVersion.parse("6.18"), 8);
        for (int i = 0; i < 4; i++) {
            m.open(m.task("A" + i), "q" + i);
        }
        Task b = m.task("B");
        m.open(b, "q");
        assertThat(b.syscalls()).isEqualTo(6 + 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "6.18"})
    void aCrashedClientLeavesItsMdevIdleAndItsMemoryFree(String version) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        AccessQueue q = openMapped(m, a, "q");
        m.kill(a);
        assertThat(m.access().mdevs(m.device())).isEqualTo(1);
        assertThat(m.access().leaked(m.device())).isEqualTo(1);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(2);
        assertThat(m.device().freeQueues()).as("hardware queues").isEqualTo(1);
        assertThat(m.kernel().mm().memory().used()).isZero();
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
        Task b = m.task("B");
        AccessQueue r = openMapped(m, b, "r");
        assertThat(m.access().mdevs(m.device())).isEqualTo(1);
        assertThat(m.access().leaked(m.device())).isZero();
        assertThat(m.tryDeviceRead(q, BUF)).as("the old handle").isEqualTo(Errno.EIO);
        assertThat(m.tryDeviceRead(r, BUF)).isEqualTo(Errno.OK);
    }

    @Test
    void closingTheDeviceAloneStopsTheQueueButKeepsThePins() {
        TestMachine m = boot("6.18");
        Task a = m.task("A");
        AccessQueue q = openMapped(m, a, "q");
        assertThat(m.closeRaw(a, q)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
        assertThat(q.reachable()).isZero();
        assertThat(a.mm().lockedPages()).isEqualTo(2);
        assertThat(m.access().freeQueues(m.device()))
                .as("the group is still open")
                .isEqualTo(1);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(a.mm().lockedPages()).isZero();
        assertThat(m.access().freeQueues(m.device())).isEqualTo(2);
    }

    @Test
    void pinsOutliveTheirMmUntilTheLastDescriptorGoes() {
        TestMachine m = boot("6.18");
        Task a = m.task("A");
        m.mmap(a, BUF, 1);
        m.write(a, BUF, 8);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Task b = m.fork(a, "B");
        m.exit(a);
        assertThat(m.deviceRead(q, BUF)).isEqualTo(8);
        assertThat(m.access().safetyViolations()).isEmpty();
        m.exit(b);
        assertThat(m.kernel().mm().references()).isEmpty();
        assertThat(m.kernel().mm().memory().used()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4.20, ENOSPC", "5.17, ENOSPC", "6.1, EUSERS", "7.0, EUSERS"})
    void aNameInUseIsRefusedBeforeSpentInstances(String version, Errno spent) {
        TestMachine m = boot(version);
        assertThat(root(m, m.access().createMdev("m", m.device()))).isEqualTo(Errno.OK);
        assertThat(root(m, m.access().createMdev("n", m.device()))).isEqualTo(Errno.OK);
        assertThat(root(m, m.access().createMdev("m", m.device()))).isEqualTo(Errno.EEXIST);
        assertThat(root(m, m.access().createMdev("o", m.device()))).isEqualTo(spent);
        assertThat(m.access().mdevs(m.device())).isEqualTo(2);
        assertThat(m.access().freeQueues(m.device())).isEqualTo(2);
        assertThat(m.access().leaked(m.device())).as("never had a client").isZero();
        assertThat(root(m, m.access().removeMdev("x"))).isEqualTo(Errno.ENODEV);
        assertThat(root(m, m.access().removeMdev("m"))).isEqualTo(Errno.OK);
        assertThat(m.device().freeQueues()).isEqualTo(1);
    }

    @Test
    void removingABusyMdevIsRefusedBefore52() {
        TestMachine m = boot("4.20");
        root(m, m.access().createMdev("m", m.device()));
        Task a = m.task("A");
        AccessQueue q = openMapped(m, a, "q");
        assertThat(root(m, m.access().removeMdev("m"))).isEqualTo(Errno.EBUSY);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.4", "7.0"})
    void removingABusyMdevWaitsForItsClient(String version) {
        TestMachine m = boot(version);
        root(m, m.access().createMdev("m", m.device()));
        Task a = m.task("A");
        AccessQueue q = openMapped(m, a, "q");
        Actor rootActor = m.kernel().root().actor();
        AccessOperation<?> remove = m.access().removeMdev("m");
        assertThat(m.tryRun(rootActor, remove)).isFalse();
        assertThat(m.tryDeviceRead(q, BUF)).as("the client goes on").isEqualTo(Errno.OK);
        m.exit(a);
        assertThat(rootActor.run()).isTrue();
        assertThat(remove.result()).isEqualTo(Errno.OK);
        assertThat(m.access().mdevs(m.device())).isZero();
        assertThat(m.device().freeQueues()).isEqualTo(2);
        m.check();
    }

    /** A client that closed only the device makes the removal wait, until kernels that take the group out of its container. */
    @ParameterizedTest
    @CsvSource({"5.4, false, 2", "7.0, true, 0"})
    void anOpenGroupDelaysTheRemovalUntilGroupsAreRevoked(String version, boolean ends, long locked) {
        TestMachine m = boot(version);
        root(m, m.access().createMdev("m", m.device()));
        Task a = m.task("A");
        AccessQueue q = openMapped(m, a, "q");
        m.closeRaw(a, q);
        assertThat(m.tryRun(m.kernel().root().actor(), m.access().removeMdev("m")))
                .isEqualTo(ends);
        assertThat(a.mm().lockedPages()).isEqualTo(locked);
        m.exit(a);
        assertThat(m.kernel().root().actor().run()).isTrue();
        assertThat(m.access().mdevs(m.device())).isZero();
        m.check();
    }

    /** Up to 5.1 nothing keeps a new instance from being made while the parent waits for the old one's client; then it waits for that, too. */
    @ParameterizedTest
    @CsvSource({"4.20, OK", "5.1, OK", "5.2, ENODEV", "7.0, ENODEV"})
    void unpluggingWaitsForTheClientsAndThenNothingIsLeft(String version, Errno late) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        AccessQueue q = openMapped(m, a, "q");
        Actor rootActor = m.kernel().root().actor();
        assertThat(m.tryRun(rootActor, m.access().unplug(m.device()))).isFalse();
        Task b = m.task("B");
        assertThat(m.tryOpen(b, OpenOptions.named("r")).result()).isEqualTo(late);
        assertThat(b.files().descriptors().isEmpty()).isEqualTo(!late.ok());
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(rootActor.run()).isEqualTo(!late.ok());
        m.exit(b);
        assertThat(rootActor.run()).isTrue();
        assertThat(m.device().removed()).isTrue();
        assertThat(m.access().mdevs(m.device())).isZero();
        assertThat(m.access().freeQueues(m.device())).isZero();
        m.check();
    }

    @Test
    void killedInAnyStepOfOpenAndMapAClientLeavesOnlyItsMdev() {
        for (int steps = 0; steps < 60; steps++) {
            TestMachine m = boot("6.18");
            Task a = m.task("A");
            m.mmap(a, BUF, 2);
            m.write(a, BUF, 1);
            m.write(a, BUF + 1, 1);
            Actor actor = a.cpu().actor();
            int left = steps;
            var open = m.access().open(a, m.device(), OpenOptions.named("q"));
            actor.start(open);
            while (left > 0 && actor.step()) {
                left--;
            }
            if (left > 0 && open.queue() != null) {
                actor.start(open.queue().map(a, BUF, 2, true));
                while (left > 0 && actor.step()) {
                    left--;
                }
            }
            m.kill(a);
            assertThat(m.kernel().mm().references()).as("after %s steps", steps).isEmpty();
            assertThat(m.kernel().mm().memory().used()).isZero();
            assertThat(m.access().freeQueues(m.device())).isEqualTo(2);
            assertThat(m.access().mdevs(m.device())).isLessThanOrEqualTo(1);
        }
    }
}
