package io.github.accelbed.experiments.experiment.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceReclaimTest {
    private static CellRun cellRun(String backend, String kernel) {
        return new CellRun(Backends.find(backend).orElseThrow(), KernelVersion.parse(kernel), CostTable.defaults());
    }

    private static Cell cell(String backend, String kernel, Ending ending) {
        return cellRun(backend, kernel).run(ending);
    }

    /** Queues, mdevs, pinned pages, PASIDs and charged pages, in this order. */
    private static List<Long> held(Phase phase) {
        return Arrays.stream(Resource.values()).map(phase::held).toList();
    }

    @ParameterizedTest
    @CsvSource({"uacce, '1,0,0,1,0'", "vfio, '1,1,4,0,4'", "odp, '1,0,0,0,0'"})
    void aClientHoldsWhatItsBackendNeeds(String backend, String expected) {
        assertThat(held(cell(backend, "6.18", Ending.EXIT).phases().get(0))
                        .toString()
                        .replace(" ", ""))
                .isEqualTo("[" + expected + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.8", "5.17", "7.0"})
    void afterSigkillUacceHoldsNothingAndVfioTheInstanceWithItsQueue(String kernel) {
        assertThat(held(cell("uacce", kernel, Ending.KILL).afterEnding())).containsOnly(0L);
        Cell vfio = cell("vfio", kernel, Ending.KILL);
        assertThat(held(vfio.afterEnding())).containsExactly(1L, 1L, 0L, 0L, 0L);
        assertThat(vfio.afterEnding().holder(Resource.MDEV)).isEqualTo(CellRun.NOBODY);
        assertThat(vfio.until(Resource.MDEV)).isEqualTo(CellRun.ROOT_REMOVES);
        assertThat(vfio.until(Resource.PINS)).isEqualTo(Cell.BY_THE_ENDING);
    }

    @Test
    void aChildThatInheritedKeepsTheQueueOfAKilledUacceClientUntilItEnds() {
        Cell cell = cell("uacce", "6.18", Ending.KILL_WITH_CHILD);
        assertThat(cell.afterEnding().holder(Resource.QUEUE)).isEqualTo("child");
        assertThat(cell.until(Resource.QUEUE)).isEqualTo(CellRun.CHILD_ENDS);
    }

    /** 5.7 to 5.9 stop the queue in the callback that tells of the mm's end; the file stays with the child. */
    @Test
    void on58TheEndOfTheAddressSpaceTakesTheQueueEvenFromAChild() {
        assertThat(cell("uacce", "5.8", Ending.KILL_WITH_CHILD).afterEnding().held(Resource.QUEUE))
                .isZero();
    }

    @Test
    void aMappedRegionKeepsAUacceQueueWhoseDescriptorIsClosed() {
        Cell cell = cell("uacce", "6.18", Ending.CLOSE_RAW);
        assertThat(cell.afterEnding().holder(Resource.QUEUE)).isEqualTo("client's mapped region");
        assertThat(cell.until(Resource.QUEUE)).isEqualTo(CellRun.CLIENT_ENDS);
    }

    @Test
    void aDupedDescriptorKeepsTheQueue() {
        assertThat(cell("uacce", "6.18", Ending.CLOSE_WITH_DUP).afterEnding().held(Resource.QUEUE))
                .isEqualTo(1);
    }

    @Test
    void pinsOutliveTheParentWithTheChildsContainer() {
        Cell cell = cell("vfio", "6.18", Ending.KILL_WITH_CHILD);
        assertThat(cell.afterEnding().held(Resource.PINS)).isEqualTo(4);
        assertThat(cell.afterEnding().held(Resource.MEMLOCK)).isZero();
        assertThat(cell.until(Resource.PINS)).isEqualTo(CellRun.CHILD_ENDS);
    }

    @ParameterizedTest
    @CsvSource({"uacce, at once", "vfio, after the client's end", "odp, at once"})
    void unpluggingWaitsForTheClientOnVfioOnly(String backend, String returns) {
        assertThat(cell(backend, "6.18", Ending.UNPLUG).returned()).isEqualTo(returns);
    }

    @ParameterizedTest
    @CsvSource({
        "uacce, 4.20",
        "uacce, 5.8",
        "uacce, 5.17",
        "uacce, 7.0",
        "vfio, 4.20",
        "vfio, 7.0",
        "odp, 5.4",
        "odp, 7.0"
    })
    void aKillAfterAnyStepOfSetUpLeavesNothingThatRootHadNotMade(String backend, String kernel) {
        int steps = 1;
        for (SetUpKill kill = cellRun(backend, kernel).killInSetUp(steps);
                kill != null;
                kill = cellRun(backend, kernel).killInSetUp(++steps)) {
            assertThat(kill.clean()).as("%s after %s", kill.where(), steps).isTrue();
        }
        assertThat(steps).isGreaterThan(10);
    }

    @Test
    void aRunCoversEveryEndingAndIsTheSameTwice() {
        ResourceReclaim experiment = new ResourceReclaim();
        ExperimentResult first =
                experiment.run(ExperimentRun.of(experiment, Map.of(), 1, CostTable.defaults(), done -> {}));
        assertThat(first)
                .isEqualTo(experiment.run(ExperimentRun.of(experiment, Map.of(), 2, CostTable.defaults(), done -> {})));
        assertThat(first.tables().get(0).rows()).hasSize(3 * 8 * Ending.values().length * Resource.values().length);
        assertThat(first.findings())
                .contains("Left after SIGKILL: uacce and odp nothing; vfio hardware queue and mdev instance"
                        + " (held by nobody until root's removal of the mdev).");
    }
}
