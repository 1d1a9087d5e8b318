package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process, a second user of its address space and reclaim under random schedules: no fault works on a page or a swap slot that went
 * to somebody else between two of its steps, and every store is read back.
 */
class FaultScheduleTest {
    private static final long BUF = 0x1000;
    private static final int PAGES = 3;
    private static final int SEEDS = 150;
    private static final long ANY = -1;

    private static final class Schedule {
        private final Kernel kernel;
        private final Random random;
        private final Task a;
        private final Cpu worker;
        private final long[] expected = new long[PAGES];
        private int children;

        Schedule(KernelVersion version, int seed) {
            kernel = Kernel.boot(version);
            random = new Random(seed);
            a = kernel.newTask("A");
            worker = kernel.newCpu("worker");
            a.cpu().actor().start(new Mmap(a.cpu(), a.mm(), BUF, PAGES, Vma.READ | Vma.WRITE, null, null));
            a.cpu().actor().run();
        }

        void run() {
            List<Actor> actors =
                    List.of(a.cpu().actor(), worker.actor(), kernel.root().actor());
            for (int i = 0; i < 400; i++) {
                int who = random.nextInt(actors.size());
                Actor actor = actors.get(who);
                if (actor.idle()) {
                    actor.start(
                            who == 0
                                    ? call()
                                    : who == 1
                                            ? store(worker, 1)
                                            : new ReclaimPage(kernel.root(), a.mm(), BUF + random.nextInt(PAGES)));
                }
                actor.step();
            }
            boolean moved = true;
            while (moved) {
                moved = false;
                for (Actor actor : actors) {
                    moved |= actor.step();
                }
            }
            assertThat(actors).allMatch(Actor::idle);
            assertThat(MmIntegrity.check(kernel.mm())).isEmpty();
            for (int page = 0; page < PAGES; page++) {
                CpuAccess load = new CpuAccess(a.cpu()).read(a.mm(), BUF + page);
                a.cpu().actor().start(load);
                assertThat(a.cpu().actor().run()).isTrue();
                if (expected[page] != ANY) {
                    assertThat(load.value())
                            .as("page %d of %s", page, Arrays.toString(expected))
                            .isEqualTo(expected[page]);
                }
            }
        }

        /** Page 0 is A's to drop, page 1 the worker's, page 2 A's to free lazily. */
        private Operation<?> call() {
            return switch (random.nextInt(6)) {
                case 0 -> {
                    expected[0] = 0;
                    yield new Madvise(a.cpu(), a.mm(), BUF, 1, Madvise.Advice.DONTNEED);
                }
                case 1 -> {
                    expected[2] = ANY;
                    yield new Madvise(a.cpu(), a.mm(), BUF + 2, 1, Madvise.Advice.FREE);
                }
                case 2 -> new Fork(kernel.processes(), a, "B" + ++children);
                case 3 -> store(a.cpu(), 0);
                default -> store(a.cpu(), 2);
            };
        }

        private Operation<?> store(Cpu cpu, int page) {
            expected[page] = 1L + random.nextInt(1000);
            return new CpuAccess(cpu).write(a.mm(), BUF + page, expected[page]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.8", "5.10", "6.1", "7.0"})
    void noScheduleLosesAStoreOrAPage(String version) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try {
                new Schedule(KernelVersion.parse(version), seed).run();
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }
}
