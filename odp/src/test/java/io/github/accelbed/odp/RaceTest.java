package io.github.accelbed.odp;

import static io.github.accelbed.odp.Machines.BUF;
import static io.github.accelbed.odp.Machines.KERNELS;
import static io.github.accelbed.odp.Machines.boot;
import static io.github.accelbed.odp.Machines.deviceEntry;
import static io.github.accelbed.odp.Machines.job;
import static io.github.accelbed.odp.Machines.mirrors;
import static io.github.accelbed.odp.Machines.passes;
import static io.github.accelbed.odp.Machines.until;
import static io.github.accelbed.odp.Machines.withBuffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Integrity;
import io.github.accelbed.model.access.TestMachine;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.CpuAccess;
import io.github.accelbed.model.mm.Madvise;
import io.github.accelbed.model.mm.ReclaimPage;
import io.github.accelbed.model.process.Exit;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two actors step by step. Nothing is entered while the CPU changes an entry, and nothing that was found before a change is entered
 * after it.
 */
class RaceTest {

    private static Actor drop(Task a) {
        a.cpu().actor().start(new Madvise(a.cpu(), a.mm(), BUF, 1, Madvise.Advice.DONTNEED));
        return a.cpu().actor();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void aFaultThatArrivesBetweenStartAndEndWaits(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        m.deviceRead(q, BUF);
        Actor cpu = drop(a);
        until(m, cpu, "ib_umem_odp_unmap_dma_pages");
        Actor device = job(q, 2);

        assertThat(device.run()).isFalse();
        assertThat(device.blocked()).isTrue();
        assertThat(deviceEntry(q, BUF)).isZero();
        assertThat(passes(q)).as("it has not even begun").isZero();

        assertThat(cpu.run()).isTrue();
        assertThat(device.run()).isTrue();
        assertThat(m.read(a, BUF)).isEqualTo(2);
        assertThat(mirrors(q, a, BUF)).isTrue();
        m.check();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void whatWasFoundBeforeAnInvalidationIsDiscarded(KernelVersion version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        m.madvise(a, BUF, 1, Madvise.Advice.DONTNEED);
        m.write(a, BUF, 1);
        Actor device = job(q, 2);
        until(m, device, "mmap_read_unlock");
        assertThat(drop(a).run())
                .as("the CPU does not wait for a fault that holds no lock")
                .isTrue();
        // Another page takes the frame: entering what was found would write into it.
        m.mmap(a, BUF + 8, 1);
        m.write(a, BUF + 8, 77);

        assertThat(device.run()).isTrue();
        assertThat(passes(q)).isEqualTo(2);
        assertThat(m.read(a, BUF + 8)).isEqualTo(77);
        assertThat(m.read(a, BUF)).isEqualTo(2);
        m.check();
    }

    @Test
    void anInvalidationWaitsWhileAFaultWritesTheAdaptersTable() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Actor device = job(q, 2);
        until(m, device, "mmu_interval_read_retry");
        Actor cpu = drop(a);

        assertThat(cpu.run()).isFalse();
        assertThat(cpu.blocked()).isTrue();

        until(m, device, "mutex_unlock");
        assertThat(cpu.run()).isTrue();
        assertThat(deviceEntry(q, BUF)).isZero();
        assertThat(device.run()).isTrue();
        assertThat(m.read(a, BUF)).isEqualTo(2);
        assertThat(q.engine().faults()).as("the entry went before it was used").isEqualTo(2);
        m.check();
    }

    @Test
    void theOldEntryIsUsedUntilTheZapCompletesAndNeverAfter() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Fork fork = new Fork(m.kernel().processes(), a, "B");
        a.cpu().actor().start(fork);
        until(m, a.cpu().actor(), "UMR zap of further pages");
        assertThat(job(q, 2).run()).as("before: like a store before the fork").isTrue();
        until(m, a.cpu().actor(), "UMR zap completes");
        Actor device = job(q, 3);
        assertThat(device.run()).as("after: it waits for the fork").isFalse();
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(device.run()).isTrue();
        Task b = fork.child();
        assertThat(b).isNotNull();
        assertThat(m.read(b, BUF)).isEqualTo(2);
        assertThat(m.read(a, BUF)).isEqualTo(3);
    }

    @Test
    void deregistrationWaitsForARunningFault() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Actor device = job(q, 2);
        until(m, device, "mmap_read_unlock");
        Actor cpu = a.cpu().actor();
        cpu.start(q.unmap(a, BUF, 1));
        assertThat(cpu.run()).isFalse();
        assertThat(a.mm().notifiers().intervals()).hasSize(1);

        until(m, device, "mlx5r_deref_odp_mkey");
        assertThat(cpu.run()).isTrue();
        assertThat(a.mm().notifiers().intervals()).isEmpty();
        assertThat(device.run()).isTrue();
        assertThat(q.engine().result()).as("the key has gone").isEqualTo(Errno.EFAULT);
        m.check();
    }

    @Test
    void aQueuePairIsNotDestroyedUnderARunningFault() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Actor device = job(q, 2);
        until(m, device, "mmap_read_unlock");
        a.cpu().actor().start(q.close(a, false));
        assertThat(a.cpu().actor().run()).isFalse();
        assertThat(m.device().freeQueues()).isEqualTo(3);
        assertThat(device.run()).isTrue();
        assertThat(q.engine().result()).isEqualTo(Errno.EIO);
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(m.device().freeQueues()).isEqualTo(4);
        m.check();
    }

    /** From 5.10 to 5.19 mmput stands under the mutex that the end of the address space wants (85eaeb5058f0). */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.10", "5.17", "5.19"})
    void aFaultThatIsTheLastUserOfAnAddressSpaceWaitsForItself(String version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        m.fork(a, "B");
        Actor device = job(q, 2);
        until(m, device, "mmap_read_unlock");
        a.cpu().actor().start(new Exit(m.kernel().processes(), a));
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(device.run()).isFalse();
        assertThat(device.holding()).contains("umem_mutex");
        assertThat(m.kernel().mm().mms()).as("neither here nor gone").contains(a.mm());
    }

    /** A thread revokes the key of a region whose pages another drops, while a third waits for the zap of a second region (d97505baea64). */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.19", "6.0", "6.12", "6.14"})
    void aResetOfTheUmrQueueDropsTheCompletionsOfOthers(String version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 2);
        m.write(a, BUF, 1);
        m.write(a, BUF + 1, 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        m.map(a, q, BUF + 1, 1);
        Cpu second = m.kernel().newCpu("A, second thread");
        Cpu third = m.kernel().newCpu("A, third thread");
        a.cpu().actor().start(q.unmap(a, BUF, 1));
        until(m, a.cpu().actor(), "revoke_mr");
        second.actor().start(new Madvise(second, a.mm(), BUF, 1, Madvise.Advice.DONTNEED));
        if (!version.equals("6.14")) {
            until(m, second.actor(), "UMR zap of further pages");
        }
        third.actor().start(new Madvise(third, a.mm(), BUF + 1, 1, Madvise.Advice.DONTNEED));
        until(m, third.actor(), "UMR zap of further pages");
        assertThat(second.actor().run()).isTrue();

        boolean lost = version.equals("6.0") || version.equals("6.12");
        assertThat(third.actor().run()).isEqualTo(!lost);
        assertThat(a.cpu().actor().run())
                .as("deregistration waits for the notifier")
                .isEqualTo(!lost);
        third.actor().kill();
        third.actor().run();
        assertThat(third.actor().holding().contains("umem_mutex"))
                .as("a kill ends nothing")
                .isEqualTo(lost);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4.20", "5.4", "5.8", "6.0", "6.1", "7.0"})
    void aFaultKeepsADyingAddressSpaceUntilItIsThroughAndThenEndsIt(String version) {
        TestMachine m = boot(version);
        Task a = withBuffer(m, "A", 1);
        AccessQueue q = m.open(a, "q");
        m.map(a, q, BUF, 1);
        Task b = m.fork(a, "B");
        Actor device = job(q, 2);
        until(m, device, "mmap_read_unlock");
        m.kernel().machine().listen(null);
        a.cpu().actor().start(new Exit(m.kernel().processes(), a));
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(m.kernel().mm().mms()).contains(a.mm());

        assertThat(device.run()).isTrue();
        assertThat(q.engine().result()).isEqualTo(Errno.EFAULT);
        assertThat(m.kernel().mm().mms()).doesNotContain(a.mm());
        assertThat(m.access().safetyViolations()).isEmpty();
        m.exit(b);
        m.checkNothingLeft();
    }

    @Test
    void aRegistrationThatBeganBeforeAnInvalidationTakesItsSnapshotAgain() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        Actor cpu = a.cpu().actor();
        cpu.start(q.map(a, BUF, 1, true));
        until(m, cpu, "mmap_read_unlock");
        Actor root = m.kernel().root().actor();
        root.start(new ReclaimPage(m.kernel().root(), a.mm(), BUF));
        assertThat(root.run()).isTrue();
        assertThat(cpu.run()).isTrue();
        assertThat(deviceEntry(q, BUF)).as("the page is in swap").isZero();
        assertThat(m.access().safetyViolations()).isEmpty();
        assertThat(m.deviceRead(q, BUF)).isEqualTo(1);
    }

    @Test
    void aDeviceThatIsUnpluggedDuringARegistrationLeavesNoKeyBehind() {
        TestMachine m = boot("6.1");
        Task a = withBuffer(m, "A", 1);
        m.write(a, BUF, 1);
        AccessQueue q = m.open(a, "q");
        a.cpu().actor().start(q.map(a, BUF, 1, true));
        until(m, a.cpu().actor(), "mmap_read_unlock");
        Actor root = m.kernel().root().actor();
        AccessOperation<?> unplug = m.access().unplug(m.device());
        root.start(unplug);
        assertThat(root.run()).as("synchronize_srcu waits for the command").isFalse();
        assertThat(a.cpu().actor().run()).isTrue();
        assertThat(root.run()).isTrue();
        assertThat(unplug.result()).isEqualTo(Errno.OK);
        assertThat(a.mm().notifiers().intervals()).isEmpty();
        m.check();
        m.exitAll();
        m.checkNothingLeft();
    }

    /** Both answers are right: the kernel lets a command begin before the removal or refuses it. */
    @Test
    void aRegistrationAgainstAnUnplugSucceedsOrAnswersEioAndLeavesNothing() {
        for (AccessBackend row : List.of(new OdpBackend(), new PinnedBackend(), new ImplicitOdpBackend())) {
            for (int seed = 0; seed < 100; seed++) {
                TestMachine m = boot(row, "6.1");
                Task a = withBuffer(m, "A", 1);
                m.write(a, BUF, 1);
                AccessQueue q = m.open(a, "q");
                AccessOperation<?> map = q.map(a, BUF, 1, true);
                a.cpu().actor().start(map);
                m.kernel().root().actor().start(m.access().unplug(m.device()));
                inRandomOrder(
                        new Random(seed), a.cpu().actor(), m.kernel().root().actor());
                assertThat(map.result()).as("%s, seed %d", row.id(), seed).isIn(Errno.OK, Errno.EIO);
                m.check();
                m.exitAll();
                m.checkNothingLeft();
            }
        }
    }

    /** Two threads close one queue while another job's prefetch runs: each object is destroyed once, one close(2) finds the descriptor. */
    @Test
    void oneOfTwoClosesAnswersEbadfAndNothingOutlivesThem() {
        for (AccessBackend row : List.of(new OdpBackend(), new PinnedBackend(), new ImplicitOdpBackend())) {
            for (int seed = 0; seed < 200; seed++) {
                TestMachine m = boot(row, "6.1");
                Task a = withBuffer(m, "A", 1);
                AccessQueue q = m.open(a, "q");
                m.map(a, q, BUF, 1);
                Actor other = m.kernel().newCpu("A, second thread").actor();
                AccessOperation<?> first = q.close(a, false);
                AccessOperation<?> second = q.close(a, false);
                Cpu worker = m.kernel().newCpu("worker");
                Actor prefetcher = worker.actor();
                q.prefetch(worker, BUF).ifPresent(prefetcher::start);
                a.cpu().actor().start(first);
                other.start(second);
                inRandomOrder(new Random(seed), a.cpu().actor(), other, prefetcher);
                assertThat(List.of(first.result(), second.result()))
                        .as("%s, seed %d", row.id(), seed)
                        .containsExactlyInAnyOrder(Errno.OK, Errno.EBADF);
                m.check();
                assertThat(a.mm().notifiers().intervals()).isEmpty();
                m.exitAll();
                m.checkNothingLeft();
            }
        }
    }

    private static void inRandomOrder(Random random, Actor... actors) {
        int stuck = 0;
        while (!List.of(actors).stream().allMatch(Actor::idle) && stuck < 1000) {
            stuck = actors[random.nextInt(actors.length)].step() ? 0 : stuck + 1;
        }
        assertThat(actors).as("nobody is stuck").allMatch(Actor::idle);
    }

    // Random schedules

    /** Random schedules of a process, reclaim and a device; the answer is the worst that the safety properties said. */
    private static Map<String, Long> worst(
            AccessBackend backend, KernelVersion version, List<Ablation> without, int seeds) {
        Map<String, Long> worst = new TreeMap<>();
        for (int seed = 0; seed < seeds; seed++) {
            TestMachine m =
                    new TestMachine(backend, version, 2, TestMachine.config().without(without));
            new Schedule(m, new Random(seed)).run(worst);
        }
        return worst;
    }

    private static final class Schedule {
        private final TestMachine m;
        private final Random random;
        private final Task a;
        private final AccessQueue q;
        private int children;

        Schedule(TestMachine machine, Random random) {
            m = machine;
            this.random = random;
            a = withBuffer(m, "A", 2);
            m.write(a, BUF, 1);
            q = m.open(a, "q");
            m.map(a, q, BUF, 2, random.nextBoolean());
        }

        void run(Map<String, Long> worst) {
            Map<Actor, Supplier<Operation<?>>> next = new LinkedHashMap<>();
            next.put(a.cpu().actor(), this::call);
            next.put(q.cpu().actor(), this::access);
            next.put(
                    m.kernel().root().actor(),
                    () -> new ReclaimPage(m.kernel().root(), a.mm(), BUF + random.nextInt(2)));
            List<Actor> actors = List.copyOf(next.keySet());
            for (int i = 0; i < 300; i++) {
                Actor actor = actors.get(random.nextInt(actors.size()));
                if (actor.idle()) {
                    actor.start(next.get(actor).get());
                }
                actor.step();
                m.access().safetyViolations().forEach((name, count) -> worst.merge(name, count, Math::max));
            }
            boolean moved = true;
            while (moved) {
                moved = false;
                for (Actor actor : actors) {
                    moved |= actor.step();
                }
            }
            assertThat(actors).as("nobody is stuck").allMatch(Actor::idle);
            if (worst.isEmpty()) {
                assertThat(Integrity.check(m.kernel(), List.of(m.access())).problems())
                        .isEmpty();
            }
        }

        private Operation<?> call() {
            long page = BUF + random.nextInt(2);
            return switch (random.nextInt(5)) {
                case 0 -> new Madvise(a.cpu(), a.mm(), page, 1, Madvise.Advice.DONTNEED);
                case 1 -> new Fork(m.kernel().processes(), a, "B" + ++children);
                case 2 -> new CpuAccess(a.cpu()).read(a.mm(), page);
                default -> new CpuAccess(a.cpu()).write(a.mm(), page, random.nextInt(100));
            };
        }

        private Operation<?> access() {
            if (random.nextBoolean()) {
                q.engine().descriptor().read(BUF + random.nextInt(2));
            } else {
                q.engine().descriptor().write(BUF + random.nextInt(2), random.nextInt(100));
            }
            return q.engine();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(KERNELS)
    void underNoScheduleIsTheMirrorStale(KernelVersion version) {
        assertThat(worst(new OdpBackend(), version, List.of(), 200)).isEmpty();
        assertThat(worst(new ImplicitOdpBackend(), version, List.of(), 200)).isEmpty();
    }

    /** The rules of a kernel whose faults enter what they found, whatever happened since. */
    private static RdmaRules withoutRetry(RdmaRules rules) {
        return (RdmaRules) Proxy.newProxyInstance(
                RdmaRules.class.getClassLoader(),
                new Class<?>[] {RdmaRules.class},
                (proxy, method, arguments) ->
                        method.getName().equals("retriesAfterInvalidation") ? false : method.invoke(rules, arguments));
    }

    @Test
    void withoutTheRetryTheSchedulesFindAStaleMirror() {
        Ablation noRetry = new Ablation() {
            @Override
            public String name() {
                return "odp-retry";
            }

            @Override
            public String title() {
                return "a fault enters what it found, whatever happened since";
            }

            @Override
            public <R> R apply(Class<R> kind, R rules) {
                return kind == RdmaRules.class ? kind.cast(withoutRetry((RdmaRules) rules)) : rules;
            }
        };
        assertThat(worst(new OdpBackend(), KernelVersion.parse("6.1"), List.of(noRetry), 200))
                .containsKey(RdmaChecks.MIRROR_STALE);
    }
}
