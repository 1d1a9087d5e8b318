package io.github.accelbed.model.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** munmap and MADV_DONTNEED clear entries by the same steps and pay different prices: the one was measured apart from the other. */
class ZapPriceTest {
    private static final long V = 512;
    private static final int PAGES = 8;

    private final CostTable costs = CostTable.defaults();

    private static Task written(MmWorld world) {
        Task a = world.task("A");
        world.map(a, V, PAGES, MmWorld.RW);
        for (int i = 0; i < PAGES; i++) {
            world.write(a, V + i, i);
        }
        return a;
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void dontneedPaysItsOwnPriceForEachPage(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = written(world);
        long before = world.kernel().machine().clock().nowPs();

        assertThat(world.madvise(a, V, PAGES, Madvise.Advice.DONTNEED)).isEqualTo(Errno.OK);

        assertThat(world.kernel().machine().clock().nowPs() - before)
                .isEqualTo(costs.ps(Cost.MADVISE_FLAG) + PAGES * costs.ps(Cost.MADV_DONTNEED_PER_PAGE));
    }

    @ParameterizedTest
    @MethodSource("io.github.accelbed.model.mm.MmWorld#kernels")
    void munmapPaysThePriceOfAZap(String kernel) {
        MmWorld world = new MmWorld(kernel);
        Task a = written(world);
        long before = world.kernel().machine().clock().nowPs();

        assertThat(world.munmap(a, V, PAGES)).isEqualTo(Errno.OK);

        assertThat(world.kernel().machine().clock().nowPs() - before)
                .isEqualTo(costs.ps(Cost.SYSCALL) + PAGES * costs.ps(Cost.ZAP_PER_PAGE));
    }
}
