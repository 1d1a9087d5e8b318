package io.github.accelbed.scenario.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.mm.Mmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Which rows have something that a cache may lose, or that may be fetched ahead. */
class SpontaneousEventsTest {
    private static final long BUF = 0x1000;

    /** A row on one kernel, with one queue that knows one page. */
    private record Opened(Kernel kernel, AccessQueue queue) {}

    private static List<String> rowsWithout(String kernel, BiPredicate<Opened, Long> event) {
        List<String> without = new ArrayList<>();
        for (AccessBackend backend : Backends.all()) {
            Kernel machine = Kernel.boot(KernelVersion.parse(kernel));
            Access access = backend.on(machine);
            if (access.whyNot(AccessStep.OPEN) == null && !event.test(opened(machine, access), BUF)) {
                without.add(backend.id());
            }
        }
        return without;
    }

    private static Opened opened(Kernel machine, Access access) {
        Task task = machine.newTask("A");
        OpenOperation<?> open = access.open(task, machine.addDevice("accel", 2), OpenOptions.named("q"));
        task.cpu().actor().start(new Mmap(task.cpu(), task.mm(), BUF, 1, Vma.READ | Vma.WRITE, null, null));
        task.cpu().actor().run();
        task.cpu().actor().start(open);
        task.cpu().actor().run();
        AccessQueue queue = open.queue();
        assertThat(queue).isNotNull();
        if (access.whyNot(AccessStep.MAP) == null) {
            AccessOperation<?> map = queue.map(task, BUF, 1, true);
            task.cpu().actor().start(map);
            task.cpu().actor().run();
            assertThat(map.result().ok()).isTrue();
        }
        return new Opened(machine, queue);
    }

    private static boolean evicts(Opened row, long page) {
        return row.queue().engine().evict(page).isPresent();
    }

    private static boolean prefetches(Opened row, long page) {
        return row.queue().prefetch(row.kernel().newCpu("ahead"), page).isPresent();
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
