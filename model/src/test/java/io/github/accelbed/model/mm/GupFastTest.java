package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Fork;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page is pinned without locks while another thread forks: every order of their steps. */
class GupFastTest {
    private static final long BUF = 0x1000;
    private static final int MOST_STEPS = 14;
    private static final int PIN = GetUserPages.FOLL_PIN | GetUserPages.FOLL_WRITE;

    /** How often the pin ended on the parent's page and elsewhere, once the parent has written after both. */
    private record Orders(int together, int apart) {}

    /** Every order in which the two are suspended twice, which is enough for one to run between any two steps of the other. */
    private static Orders everyOrder(String kernel, int flags, boolean pinnedBefore, Ablation... without) {
        int together = 0;
        int apart = 0;
        for (int pinSteps = 0; pinSteps <= MOST_STEPS; pinSteps++) {
            for (int forkSteps = 0; forkSteps <= MOST_STEPS; forkSteps++) {
                for (int morePinSteps = 0; morePinSteps <= MOST_STEPS; morePinSteps++) {
                    Scene scene = new Scene(kernel, flags, pinnedBefore, List.of(without));
                    scene.run(pinSteps, forkSteps, morePinSteps);
                    if (scene.parentsPage()) {
                        together++;
                    } else {
                        apart++;
                    }
                    scene.end();
                }
            }
        }
        return new Orders(together, apart);
    }

    private static final class Scene {
        final Kernel kernel;
        final Task a;
        final Actor thread;
        final PageReferences held;
        final GetUserPagesFast pin;
        final Fork fork;

        Scene(String version, int flags, boolean pinnedBefore, List<Ablation> without) {
            kernel = new Kernel(
                    KernelVersion.parse(version),
                    KernelConfig.defaults(CostTable.defaults()).without(without));
            a = kernel.newTask("A");
            run(new Mmap(a.cpu(), a.mm(), BUF, 2, Vma.READ | Vma.WRITE, null, null));
            run(new CpuAccess(a.cpu()).write(a.mm(), BUF, 1));
            run(new CpuAccess(a.cpu()).write(a.mm(), BUF + 1, 1));
            if (pinnedBefore) {
                PageReferences other = new PageReferences(kernel.mm(), "A", true);
                run(new GetUserPages(a.cpu(), a.mm(), BUF + 1, 1, PIN, other));
                other.release();
            }
            Cpu cpu = kernel.newCpu("thread");
            thread = cpu.actor();
            held = new PageReferences(kernel.mm(), "A", (flags & GetUserPages.FOLL_PIN) != 0);
            pin = new GetUserPagesFast(cpu, a.mm(), BUF, 1, flags, held);
            fork = new Fork(kernel.processes(), a, "B");
        }

        void run(io.github.accelbed.model.step.Operation<?> operation) {
            a.cpu().actor().start(operation);
            assertThat(a.cpu().actor().run()).isTrue();
        }

        void run(int pinSteps, int forkSteps, int morePinSteps) {
            Actor forker = a.cpu().actor();
            thread.start(pin);
            forker.start(fork);
            step(thread, pinSteps);
            step(forker, forkSteps);
            step(thread, morePinSteps);
            while (!thread.idle() || !forker.idle()) {
                forker.run();
                thread.run();
            }
            assertThat(pin.result()).isEqualTo(Errno.OK);
            assertThat(pin.taken()).isEqualTo(1);
            assertThat(MmIntegrity.check(kernel.mm())).isEmpty();
        }

        private static void step(Actor actor, int steps) {
            for (int i = 0; i < steps; i++) {
                actor.step();
            }
        }

        boolean parentsPage() {
            run(new CpuAccess(a.cpu()).write(a.mm(), BUF, 2));
            return kernel.mm().memory().read(held.frame(0)) == 2;
        }

        void end() {
            held.release();
            assertThat(MmIntegrity.check(kernel.mm())).isEmpty();
            assertThat(a.mm().writeProtectSeq() & 1).isZero();
            assertThat(a.mm().ptl().free()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.9", "5.10"})
    void beforeTheSequenceCounterSomeOrderLosesThePageOfAPin(String kernel) {
        Orders first = everyOrder(kernel, PIN, false);
        assertThat(first.apart()).isPositive();
        assertThat(first.together()).isPositive();
        assertThat(everyOrder(kernel, PIN, true).apart()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.11", "5.17", "6.1", "6.18"})
    void withTheSequenceCounterNoOrderLosesThePageOfAPin(String kernel) {
        Orders orders = everyOrder(kernel, PIN, false);
        assertThat(orders.apart()).isZero();
        assertThat(orders.together()).isGreaterThan(100);
    }

    @Test
    void itIsTheSequenceCounterThatKeepsThem() {
        Ablation unwatched = new Ablation() {
            @Override
            public String name() {
                return "unwatched";
            }

            @Override
            public String title() {
                return "GUP-fast does not watch fork";
            }

            @Override
            public <R> R apply(Class<R> kind, R rules) {
                return kind == CowRules.class
                        ? kind.cast(java.lang.reflect.Proxy.newProxyInstance(
                                kind.getClassLoader(),
                                new Class<?>[] {kind},
                                (proxy, method, arguments) -> method.getName().equals("gupFastWatchesFork")
                                        ? false
                                        : method.invoke(rules, arguments)))
                        : rules;
            }
        };
        assertThat(everyOrder("6.18", PIN, false, unwatched).apart()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.18"})
    void aGetIsNeverProtected(String kernel) {
        Orders orders = everyOrder(kernel, GetUserPages.FOLL_WRITE, false);
        assertThat(orders.apart()).isPositive();
        assertThat(orders.together()).as("the get broke copy-on-write itself").isPositive();
    }
}
