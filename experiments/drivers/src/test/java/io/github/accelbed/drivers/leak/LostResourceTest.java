package io.github.accelbed.drivers.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.iommu.IommuDomain;
import io.github.accelbed.model.mm.Pte;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.run.IntegrityException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that lose something on purpose: a sweep that does not name it would not see a real leak either. */
class LostResourceTest {
    private static final KernelVersion VERSION = KernelVersion.parse("6.18");

    /** What is taken when a client has opened, and never given back. */
    @FunctionalInterface
    private interface Loss {
        void take(Kernel kernel, Task client);
    }

    /** A row whose open loses something. */
    private record LosingRow(AccessBackend row, Loss loss) implements AccessBackend {
        @Override
        public String id() {
            return row.id();
        }

        @Override
        public String title() {
            return row.title();
        }

        @Override
        public String note(KernelVersion version) {
            return row.note(version);
        }

        @Override
        public Set<RowTrait> traits(KernelVersion version) {
            return row.traits(version);
        }

        @Override
        public Access on(Kernel kernel) {
            Access access = row.on(kernel);
            return (Access) Proxy.newProxyInstance(
                    Access.class.getClassLoader(), new Class<?>[] {Access.class}, (proxy, method, arguments) -> {
                        try {
                            Object answer = method.invoke(access, arguments);
                            return answer instanceof OpenOperation<?> open
                                    ? new LosingOpen(open, () -> loss.take(kernel, (Task) arguments[0]))
                                    : answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** An open that succeeds and loses something on its way out. */
    private static final class LosingOpen extends OpenOperation<LosingOpen> {
        private static final Program<LosingOpen> STEPS = Program.<LosingOpen>of("open and lose")
                .calls("open", Cost.INCLUDED, o -> o.open)
                .cpu("lose", Cost.INCLUDED, (o, a) -> o.lose())
                .userSpace()
                .build();

        private final OpenOperation<?> open;
        private final Runnable loss;

        LosingOpen(OpenOperation<?> open, Runnable loss) {
            super(STEPS);
            this.open = open;
            this.loss = loss;
        }

        @Override
        public @Nullable AccessQueue queue() {
            return open.queue();
        }

        private int lose() {
            loss.run();
            return Flow.DONE;
        }
    }

    private static IommuDomain domain(Kernel kernel) {
        IommuDomain domain = kernel.iommu().allocDomain();
        // The chain may be at the very allocation that fails.
        return domain == null ? kernel.iommu().newDefaultDomain() : domain;
    }

    private static final Map<Resource, Loss> LOSSES = Map.of(
            Resource.DOMAIN, (kernel, client) -> domain(kernel),
            Resource.IO_ENTRY, (kernel, client) -> domain(kernel).table().set(5, Pte.of(1, Pte.PRESENT)),
            Resource.PASID, (kernel, client) -> kernel.iommu().allocPasid(domain(kernel)),
            Resource.NOTIFIER, (kernel, client) -> client.mm().notifiers().snoop((start, end) -> {}),
            Resource.MM, (kernel, client) -> client.mm().grab(),
            Resource.MEMLOCK, (kernel, client) -> client.mm().chargeLocked(1),
            Resource.FILE,
                    (kernel, client) ->
                            client.files().descriptors().get(0).file().get());

    static Stream<Arguments> losses() {
        return Stream.of("uacce", "capi", "idxd-swq", "uacce-dma", "vfio", "sdmdev", "iommufd", "odp", "rdma-pinned")
                .flatMap(row -> LOSSES.keySet().stream().sorted().map(lost -> Arguments.of(row, lost)));
    }

    private static List<Fate> sweep(String row, Loss loss) {
        return LeakSweep.of(new LosingRow(Backends.find(row).orElseThrow(), loss), VERSION, CostTable.defaults());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theSweepNamesWhatAnOpenLoses(String row, Resource lost) {
        assertThat(sweep(row, LOSSES.get(lost)))
                .anyMatch(fate -> fate.leaked().containsKey(lost) || fate.kept().containsKey(lost));
    }

    @Test
    void aQueueOrAFrameThatNobodyOwnsBreaksIntegrity() {
        List<Loss> losses = List.of(
                (kernel, client) -> kernel.devices().get(0).allocQueue(),
                (kernel, client) -> kernel.mm().memory().alloc());
        for (Loss loss : losses) {
            assertThatThrownBy(() -> sweep("uacce", loss)).isInstanceOf(IntegrityException.class);
        }
    }
}
