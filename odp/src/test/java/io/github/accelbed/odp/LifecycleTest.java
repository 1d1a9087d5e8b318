package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.boot;
import static io.github.accelbed.odp.Machines.withBuffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Contexts, queue pairs and regions: who may make them, whose they are, when they end. */
class LifecycleTest {
    private static OpenOptions with(String name, AccessQueue other) {
        return new OpenOptions(name, other, false, false);
    }

    private static OpenOptions raw(String name) {
        return new OpenOptions(name, null, false, true);
    }

    @Test
    void openTakesSevenSystemCallsAndASharedContextSix() {
        TestMachine m = boot("6.1");
        Task a = m.task("A");
        AccessQueue q = m.open(a, "q");
        assertThat(a.syscalls()).isEqualTo(7);
        m.open(a, with("p", q));
        assertThat(a.syscalls()).isEqualTo(13);
        assertThat(m.device().freeQueues()).isEqualTo(2);
    }

    @Test
    void withoutAQueuePairLeftOpenAnswersEnomemAndUndoesWhatItDid() {
        TestMachine m = boot("6.1");
        Task a = m.task("A");
        List<AccessQueue> queues = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            queues.add(m.open(a, "q" + i));
        }
        OpenOperation<?> refused = m.tryOpen(a, OpenOptions.named("r"));
        // UNVERIFIED: mlx5's errno for a firmware that has no queue pair left.
        assertThat(refused.result()).isEqualTo(Errno.ENOMEM);
        assertThat(a.files().descriptors()).hasSize(4);
        assertThat(m.tryOpen(a, with("s", queues.get(0))).result()).isEqualTo(Errno.ENOMEM);
        assertThat(a.files().descriptors()).hasSize(4);
        m.close(a, queues.get(0));
        m.open(a, "r");
    }

    @Test
    void aRawOpenHasAContextButNoQueuePair() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, raw("q"));
        assertThat(a.syscalls()).isEqualTo(1);
        assertThat(m.device().freeQueues()).isEqualTo(4);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
        assertThat(m.map(a, q, BUF, 1)).as("no protection domain").isEqualTo(Errno.EINVAL);
        AccessQueue full = m.open(a, with("p", q));
        assertThat(m.map(a, full, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(full, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(full, BUF, 2)).isEqualTo(Errno.OK);
    }

    @Test
    void queuesOfOneContextShareItsRegionsAndEachClosesOnlyItsOwn() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 2);
        AccessQueue q = m.open(a, "q");
        AccessQueue p = m.open(a, with("p", q));
        m.map(a, q, BUF, 1);
        m.map(a, p, BUF + 1, 1);
        assertThat(m.deviceWrite(p, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, BUF + 1, 2)).isEqualTo(Errno.OK);
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(p, BUF + 1, 3)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(p, BUF, 3)).as("went with q").isEqualTo(Errno.EFAULT);
        assertThat(m.close(a, p)).isEqualTo(Errno.OK);
        assertThat(m.device().freeQueues()).isEqualTo(4);
        assertThat(a.mm().notifiers().intervals()).isEmpty();
    }

    @Test
    void aQueueOfAnotherRowOrProcessCannotBeShared() {
        TestMachine m = boot("6.1");
        Task a = m.task("A");
        Task b = m.task("B");
        AccessQueue q = m.open(a, "q");
        assertThat(m.tryOpen(b, with("p", q)).result()).isEqualTo(Errno.EBADF);
        assertThat(m.map(b, q, BUF, 1)).isEqualTo(Errno.EBADF);
        assertThat(m.unmap(b, q, BUF, 1)).isEqualTo(Errno.EBADF);
        assertThat(m.close(b, q)).isEqualTo(Errno.EBADF);
    }

    @Test
    void anAddressBelongsToTheNewestRegionAndUnmapTakesExactlyOne() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 4);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 4, true);
        m.map(a, q, BUF + 1, 2, false);
        assertThat(m.deviceWrite(q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, BUF + 1, 1))
                .as("the newer key is read-only")
                .isEqualTo(Errno.EFAULT);
        assertThat(m.unmap(a, q, BUF, 2)).as("part of a region").isEqualTo(Errno.EINVAL);
        assertThat(m.unmap(a, q, BUF + 1, 2)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, BUF + 1, 1)).isEqualTo(Errno.OK);
        assertThat(m.unmap(a, q, BUF, 4)).isEqualTo(Errno.OK);
        assertThat(m.unmap(a, q, BUF, 4)).isEqualTo(Errno.EINVAL);
        assertThat(a.mm().notifiers().intervals()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, EINVAL", "5.4, EINVAL", "5.8, EOVERFLOW", "7.0, EOVERFLOW"})
    void aRangeBeyondTheAddressSpaceIsRefused(String version, Errno answer) {
        TestMachine m = boot(version);
        Task a = m.task("A");
        AccessQueue q = m.open(a, "q");
        assertThat(m.map(a, q, PageTable.PAGES - 1, 2)).isEqualTo(answer);
        assertThat(m.map(a, q, 0, RegisterOdpRegion.MAX_PAGES + 1)).isEqualTo(Errno.ENOMEM);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"4.20, OK", "7.0, OK"})
    void aChildRegistersItsOwnMemoryOnAnInheritedContextFrom420On(String version, Errno answer) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Task b = m.fork(a, "B");
        m.write(b, BUF, 2);
        m.write(b, BUF + 1, 3);
        assertThat(m.map(b, q, BUF + 1, 1)).isEqualTo(answer);
        assertThat(m.deviceRead(q, BUF)).as("A's region, whoever rings").isEqualTo(1);
        if (answer.ok()) {
            assertThat(m.deviceRead(q, BUF + 1)).isEqualTo(3);
            m.exit(b);
            assertThat(m.tryDeviceRead(q, BUF + 1)).isEqualTo(Errno.EFAULT);
            assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
        }
        assertThat(new OdpBackend().note(KernelVersion.parse(version)) == null).isEqualTo(answer.ok());
    }

    @Test
    void anInheritorsOrderlyCloseDestroysTheQueueForEverybody() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Task b = m.fork(a, "B");
        assertThat(m.close(b, q)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
        assertThat(m.device().freeQueues()).isEqualTo(4);
        assertThat(m.close(a, q)).as("its descriptor is still there").isEqualTo(Errno.OK);
        assertThat(m.close(a, q)).isEqualTo(Errno.EBADF);
    }

    @Test
    void aRawCloseKeepsTheQueueWhileAnotherProcessHoldsTheContext() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Task b = m.fork(a, "B");
        assertThat(m.closeRaw(a, q)).isEqualTo(Errno.OK);
        assertThat(m.deviceWrite(q, BUF, 1)).isEqualTo(Errno.OK);
        assertThat(m.read(a, BUF)).isEqualTo(1);
        assertThat(m.closeRaw(b, q)).isEqualTo(Errno.OK);
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
        assertThat(m.access().leaked(m.device())).isZero();
        assertThat(a.mm().notifiers().intervals()).isEmpty();
    }

    @Test
    void anUnpluggedDeviceTakesQueuesAndRegionsAndLeavesDescriptors() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        assertThat(m.unplug()).isEqualTo(Errno.OK);
        // UNVERIFIED: what a disassociated uverbs file answers.
        assertThat(m.tryDeviceRead(q, BUF)).isEqualTo(Errno.EIO);
        assertThat(m.map(a, q, BUF, 1)).isEqualTo(Errno.EIO);
        assertThat(m.tryOpen(a, OpenOptions.named("p")).result()).isEqualTo(Errno.ENODEV);
        assertThat(m.access().freeQueues(m.device())).isZero();
        assertThat(a.mm().notifiers().intervals()).isEmpty();
        assertThat(m.close(a, q)).isEqualTo(Errno.OK);
        m.exitAll();
        m.checkNothingLeft();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whatRdmaDoesNotHaveIsNotOffered(KernelVersion version) {
        TestMachine m = boot(version);
        List<AccessStep> missing = new ArrayList<>();
        for (AccessStep step : AccessStep.values()) {
            if (m.access().whyNot(step) != null) {
                missing.add(step);
            }
        }
        assertThat(missing)
                .containsExactly(
                        AccessStep.OPEN_OF,
                        AccessStep.MAP_AT,
                        AccessStep.MAP_VADDR,
                        AccessStep.UNMAP_VADDR,
                        AccessStep.START,
                        AccessStep.PUT,
                        AccessStep.MREMAP_REGION,
                        AccessStep.SUBMIT,
                        AccessStep.BIND,
                        AccessStep.TAG,
                        AccessStep.CREATE_MDEV,
                        AccessStep.REMOVE_MDEV,
                        AccessStep.ISOLATE);
        assertThat(m.access().mdevs(m.device())).isZero();
        assertThat(m.access().adminSteps(m.device())).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aRegistrationThatIsKilledAtAnyStepDoesNotBlockTheChildThatInheritedTheContext(KernelVersion version) {
        for (int steps = 0; ; steps++) {
            TestMachine m = boot(version);
            Task a = withBuffer(m, "A", 2);
            m.write(a, BUF, 1);
            AccessQueue q = m.open(a, "q");
            Task b = m.fork(a, "B");
            Actor cpu = a.cpu().actor();
            cpu.start(q.map(a, BUF, 2, true));
            for (int i = 0; i < steps && !cpu.idle(); i++) {
                cpu.step();
            }
            boolean over = cpu.idle();
            m.kill(a);
            assertThat(m.kernel().mm().mms()).as("after %s steps", steps).doesNotContain(a.mm());
            m.exit(b);
            m.checkNothingLeft();
            if (over) {
                return;
            }
        }
    }
}
