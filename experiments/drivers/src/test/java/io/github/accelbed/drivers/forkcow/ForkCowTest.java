package io.github.accelbed.drivers.forkcow;

import static io.github.accelbed.drivers.forkcow.ForkEvent.CHILD_EXITS;
import static io.github.accelbed.drivers.forkcow.ForkEvent.CHILD_WRITES;
import static io.github.accelbed.drivers.forkcow.ForkEvent.DEVICE_ACCESSES;
import static io.github.accelbed.drivers.forkcow.ForkEvent.PARENT_WRITES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Rows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForkCowTest {
    private static final CostTable COSTS = CostTable.defaults();

    private static AccessBackend row(String id) {
        return Backends.find(id).orElseThrow();
    }

    private static List<OrderOutcome> outcomes(String backend, String kernel) {
        return Order.all().stream()
                .map(order -> new OrderRun(row(backend), KernelVersion.parse(kernel), COSTS, order).run())
                .toList();
    }

    private static OrderOutcome outcome(String backend, String kernel, boolean writes, ForkEvent... events) {
        return new OrderRun(row(backend), KernelVersion.parse(kernel), COSTS, new Order(writes, List.of(events))).run();
    }

    private static ExperimentResult run(Map<String, Long> changed, long seed) {
        ForkCow experiment = new ForkCow();
        return experiment.run(ExperimentRun.of(experiment, changed, seed, COSTS, done -> {}));
    }

    @Test
    void thereAreTwelveLegalOrdersForEachKindOfAccess() {
        assertThat(Order.all()).hasSize(24).doesNotHaveDuplicates();
        assertThat(Order.all())
                .allSatisfy(order -> assertThat(order.events())
                        .hasSize(4)
                        .satisfies(events ->
                                assertThat(events.indexOf(CHILD_WRITES)).isLessThan(events.indexOf(CHILD_EXITS))));
    }

    /** By the decision table of the facts: the writer gets the copy, and the pin stays with whoever did not write. */
    @Test
    void vfioOn420GoesWrongExactlyIfTheParentWritesBeforeChildAndDevice() {
        assertThat(outcomes("vfio", "4.20").stream()
                        .filter(o -> !o.agree())
                        .map(o -> o.order().text()))
                .containsExactlyInAnyOrder(
                        "parent writes, device reads, child writes, child exits",
                        "parent writes, child writes, device reads, child exits",
                        "parent writes, child writes, child exits, device reads",
                        "parent writes, device writes, child writes, child exits",
                        "parent writes, child writes, device writes, child exits",
                        "parent writes, child writes, child exits, device writes");
    }

    @Test
    void aDeviceThatKeepsTheChildsPageReadsWhatTheChildWrites() {
        assertThat(outcome("vfio", "4.20", false, PARENT_WRITES, DEVICE_ACCESSES, CHILD_WRITES, CHILD_EXITS)
                        .deviceSaw())
                .isEqualTo(OrderRun.OLD_DATA);
        OrderOutcome after = outcome("vfio", "4.20", false, PARENT_WRITES, CHILD_WRITES, DEVICE_ACCESSES, CHILD_EXITS);
        assertThat(after.deviceSaw()).isEqualTo(OrderRun.CHILDS_DATA);
        assertThat(after.stale()).isEqualTo(1);
    }

    @Test
    void aDeviceThatWritesASharedPageIsSeenByBothOn420AndByTheParentAloneSince59() {
        ForkEvent[] first = {DEVICE_ACCESSES, PARENT_WRITES, CHILD_WRITES, CHILD_EXITS};
        OrderOutcome old = outcome("vfio", "4.20", true, first);
        assertThat(List.of(old.parentSees(), old.childSees())).containsExactly(OrderRun.YES, OrderRun.YES);
        OrderOutcome since = outcome("vfio", "5.9", true, first);
        assertThat(List.of(since.parentSees(), since.childSees())).containsExactly(OrderRun.YES, OrderRun.NO);
    }

    @ParameterizedTest
    @CsvSource({"vfio, 4.20, 6, 5", "vfio, 5.8, 6, 5", "vfio, 5.9, 0, 0", "uacce, 4.20, 0, 0", "odp, 4.20, 0, 0"})
    void ordersThatGoWrongAreAsManyAsCountedByHand(String backend, String kernel, int disagree, int leak) {
        List<OrderOutcome> outcomes = outcomes(backend, kernel);
        assertThat(outcomes.stream().filter(o -> !o.agree())).hasSize(disagree);
        assertThat(outcomes.stream().filter(OrderOutcome::leaks)).hasSize(leak);
    }

    /** One write fault that copies and one page-table copy a page, one DMA with doorbell and walk a page. */
    @Test
    void theTimesOfAForkAreThoseOfTheCostTable() {
        SizePoint vfio = new SizeSweep(COSTS).measure(row("vfio"), KernelVersion.parse("4.20"), 8);
        assertThat(vfio.forkNs()).isEqualTo(110_000 + 8 * 24.8);
        assertThat(vfio.rewriteNs()).isEqualTo(8 * 2300.0);
        assertThat(vfio.stale()).isEqualTo(8);
        SizePoint since = new SizeSweep(COSTS).measure(row("vfio"), KernelVersion.parse("7.0"), 8);
        assertThat(since.rewriteNs()).isZero();
        assertThat(since.stale()).isZero();
    }

    /** After the first fork every job of a mapping that was torn off is stale. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void allJobsFromTheFirstForkOnAreStaleOnVfio420(long seed) {
        RateSweep sweep = new RateSweep(COSTS, seed, 100, 2, 3, 1);
        int first = sweep.forks(50, 0).nextSetBit(0);
        assertThat(sweep.forks(50, 0).cardinality()).isEqualTo(5);
        assertThat(sweep.measure(row("vfio"), KernelVersion.parse("4.20"), 50).staleShare())
                .isEqualTo((100 - first) / 100.0);
        assertThat(sweep.measure(row("vfio"), KernelVersion.parse("7.0"), 50).staleShare())
                .isZero();
    }

    @Test
    void aRunIsCompleteAndTheSameTwice() {
        Map<String, Long> small = Map.of("max-pages", 4L, "jobs", 20L, "repeats", 2L);
        ExperimentResult first = run(small, 7);
        assertThat(first).isEqualTo(run(small, 7));
        int rows = Rows.rows().size();
        assertThat(first.tables().stream().map(DataTable::name))
                .containsExactly("orders", "order-shares", "buffer-sizes", "fork-rates");
        assertThat(first.tables().stream().map(table -> table.rows().size()))
                .containsExactly(rows * 8 * 24, rows * 8, rows * 2 * 3, rows * 2 * 10);
        assertThat(first.findings())
                .contains("vfio: device and parent disagree in 6 of 24 orders from 4.20 to 5.8, 0 of 24 orders from"
                        + " 5.9 on.");
    }

    @Test
    void aParameterOutOfRangeIsRefusedWithItsRange() {
        assertThatThrownBy(() -> run(Map.of("max-pages", 0L), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max-pages = 0 is out of range: 1 to 65536 pages");
    }
}
