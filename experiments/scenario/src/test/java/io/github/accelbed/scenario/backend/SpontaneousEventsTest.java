package io.github.accelbed.scenario.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.Machine;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Which rows have something that a cache may lose, or that may be fetched ahead. */
class SpontaneousEventsTest {
    private static final long BUF = 0x1000;

    private static List<String> rowsWithout(String kernel, BiPredicate<Machine, AccessQueue> event) {
        List<String> without = new ArrayList<>();
        for (AccessBackend backend : Backends.all()) {
            Machine m =
                    new Machine(backend, KernelVersion.parse(kernel), KernelConfig.defaults(CostTable.defaults()), 2);
            if (m.access().whyNot(AccessStep.OPEN) == null && !event.test(m, opened(m))) {
                without.add(backend.id());
            }
        }
        return without;
    }

    /** A queue that knows one page. */
    private static AccessQueue opened(Machine m) {
        Task task = m.kernel().newTask("A");
        m.mmap(task, BUF, 1);
        AccessQueue queue = m.open(task, OpenOptions.named("q"));
        m.map(task, queue, BUF, 1);
        return queue;
    }

    private static boolean evicts(Machine m, AccessQueue queue) {
        return queue.engine().evict(BUF).isPresent();
    }

    private static boolean prefetches(Machine m, AccessQueue queue) {
        return queue.prefetch(m.kernel().newCpu("ahead"), BUF).isPresent();
    }

    @Test
    void aRowHasNothingToEvictWhereTheDeviceLooksInATableThatItsDriverOwns() {
        List<String> owned = List.of("vfio-emulated", "odp", "odp-implicit", "rdma-pinned");
        assertThat(rowsWithout("4.20", SpontaneousEventsTest::evicts)).isEqualTo(owned);
        assertThat(rowsWithout("6.18", SpontaneousEventsTest::evicts)).isEqualTo(owned);
    }

    @Test
    void onDemandRowsPrefetchFromTheFirstKernelThatKnowsAdvice() {
        assertThat(rowsWithout("4.20", SpontaneousEventsTest::prefetches))
                .containsExactly("vfio-emulated", "odp", "odp-implicit", "rdma-pinned");
        assertThat(rowsWithout("5.0", SpontaneousEventsTest::prefetches))
                .containsExactly("vfio-emulated", "rdma-pinned");
    }
}
