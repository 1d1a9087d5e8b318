package io.github.accelbed.drivers.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceReclaimTest {
    private static CellRun cellRun(String backend, String kernel) {
        return new CellRun(Backends.find(backend).orElseThrow(), KernelVersion.parse(kernel), CostTable.defaults());
    }

    private static Cell cell(String backend, String kernel, Ending ending) {
        return cellRun(backend, kernel).run(ending);
    }

    /** Queues, mdevs, pinned pages, PASIDs, charged pages, bindings, groups and contexts, in this order. */
    private static List<Long> held(Phase phase) {
        return Arrays.stream(Resource.values()).map(phase::held).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "uacce, 6.18, '1,0,0,1,0,1,0,0'",
        "vsva, 6.18, '1,0,0,1,0,1,0,0'",
        "uacce-dma, 6.18, '1,0,0,0,0,0,0,0'",
        "uacce-va-iova, 6.18, '1,0,0,0,0,0,0,0'",
        "capi, 6.18, '1,0,0,0,0,0,0,0'",
        "idxd-swq, 6.18, '0,0,0,1,0,1,0,0'",
        "idxd-dwq, 6.18, '1,0,0,1,0,1,0,0'",
        "spimdev, 6.18, '1,1,4,0,4,0,1,1'",
        "sdmdev, 6.18, '1,1,4,0,4,0,1,1'",
        "vfio, 6.18, '1,1,4,0,4,0,1,1'",
        "vfio-emulated, 6.18, '1,1,1,0,1,0,1,1'",
        "vfio-aux, 5.10, '1,1,4,1,4,0,1,1'",
        "idxd-mdev, 5.10, '1,1,4,1,4,0,1,1'",
        "iommufd, 6.18, '1,1,4,1,4,0,0,1'",
        "odp, 6.18, '1,0,0,0,0,0,0,1'",
        "odp-implicit, 6.18, '1,0,0,0,0,0,0,1'",
        "rdma-pinned, 6.18, '1,0,4,0,4,0,0,1'"
    })
    void aClientHoldsWhatItsBackendNeeds(String backend, String kernel, String expected) {
        assertThat(held(cell(backend, kernel, Ending.EXIT).phases().get(0))
                        .toString()
                        .replace(" ", ""))
                .isEqualTo("[" + expected + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.20", "5.8", "5.17", "7.0"})
    void afterSigkillUacceHoldsNothingAndVfioTheInstanceWithItsQueue(String kernel) {
        assertThat(held(cell("uacce", kernel, Ending.KILL).afterEnding())).containsOnly(0L);
        Cell vfio = cell("vfio", kernel, Ending.KILL);
        assertThat(held(vfio.afterEnding())).containsExactly(1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
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

    /** 5.7 stops the queue in the callback that tells of the mm's end; the file stays with the child. */
    @Test
    void on57TheEndOfTheAddressSpaceTakesTheQueueEvenFromAChild() {
        assertThat(cell("uacce", "5.7", Ending.KILL_WITH_CHILD).afterEnding().held(Resource.QUEUE))
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

    /** Each row on each kernel that has it. */
    static Stream<Arguments> rows() {
        return Backends.ids().stream()
                .flatMap(id -> Rows.kernels().stream()
                        .map(Object::toString)
                        .filter(kernel -> cellRun(id, kernel).whyLeftOut() == null)
                        .map(kernel -> Arguments.of(id, kernel)));
    }

    /** What root, or a manager, has made is all that outlives the processes, and a removal takes that, too. */
    @ParameterizedTest
    @MethodSource("rows")
    void nothingOutlivesTheProcessesButAnInstanceWithItsQueueAndNothingItsRemoval(String backend, String kernel) {
        for (Ending ending : Ending.values()) {
            if (ending == Ending.KILL_IN_SET_UP || !cellRun(backend, kernel).offers(ending)) {
                continue;
            }
            Cell cell = cell(backend, kernel, ending);
            Phase gone = cell.withoutProcesses();
            for (Resource resource : Resource.values()) {
                long stays = gone.held(Resource.MDEV) > 0
                                && (resource == Resource.MDEV
                                        || (resource == Resource.QUEUE && !backend.equals("spimdev")))
                        ? 1
                        : 0;
                assertThat(gone.held(resource))
                        .as("%s after %s", resource, ending)
                        .isEqualTo(stays);
            }
            assertThat(cell.phases().get(cell.phases().size() - 1).total())
                    .as(ending.text())
                    .isZero();
        }
    }

    /** V1's queue is a file on the open mdev, V2's is the mdev's own. */
    @Test
    void aQueueOfSpimdevGoesWithItsFileAndOneOfSdmdevWithItsMdev() {
        assertThat(cell("spimdev", "6.18", Ending.CLOSE).until(Resource.QUEUE)).isEqualTo(Cell.BY_THE_ENDING);
        assertThat(cell("spimdev", "6.18", Ending.CLOSE_RAW).afterEnding().held(Resource.QUEUE))
                .isZero();
        assertThat(cell("sdmdev", "6.18", Ending.CLOSE).until(Resource.QUEUE)).isEqualTo(CellRun.ROOT_REMOVES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"odp", "odp-implicit", "rdma-pinned"})
    void closingTheContextFreesAllOfRdma(String backend) {
        assertThat(held(cell(backend, "6.18", Ending.CLOSE).afterEnding())).containsOnly(0L);
        assertThat(held(cell(backend, "6.18", Ending.CLOSE_RAW).afterEnding())).containsOnly(0L);
        Cell child = cell(backend, "6.18", Ending.CLOSE_WITH_CHILD);
        assertThat(child.afterEnding().held(Resource.QUEUE))
                .as("destroyed by the parent")
                .isZero();
        assertThat(child.until(Resource.CONTEXT)).isEqualTo(CellRun.CHILD_ENDS);
    }

    /** A dead address space pays for nothing, but what was pinned for it stays with the container. */
    @ParameterizedTest
    @CsvSource({"vfio, 7.0", "iommufd, 7.0", "vfio-aux, 5.10", "sdmdev, 7.0", "rdma-pinned, 7.0"})
    void aChildKeepsThePinsOfADeadParentForWhichNobodyIsCharged(String backend, String kernel) {
        Phase after = cell(backend, kernel, Ending.KILL_WITH_CHILD).afterEnding();
        assertThat(after.held(Resource.PINS)).isEqualTo(4);
        assertThat(after.held(Resource.MEMLOCK)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdmdev", "vfio", "vfio-emulated", "vfio-unity", "vfio-sva", "iommufd"})
    void theDeathOfAManagerCostsItsClientNothingAndOrphansWhatItWasMaking(String backend) {
        Cell working = cell(backend, "7.0", Ending.MANAGER_DIES);
        assertThat(held(working.afterEnding())).isEqualTo(held(working.phases().get(0)));
        Cell creating = cell(backend, "7.0", Ending.MANAGER_DIES_CREATING);
        assertThat(held(creating.phases().get(0))).containsOnly(0L);
        assertThat(held(creating.afterEnding())).containsExactly(1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(creating.afterEnding().holder(Resource.MDEV)).isEqualTo(CellRun.NOBODY);
        assertThat(creating.until(Resource.QUEUE)).isEqualTo(CellRun.NEXT_REMOVES);
        assertThat(cell(backend, "7.0", Ending.KILL_MANAGED).until(Resource.QUEUE))
                .isEqualTo(CellRun.MANAGER_REMOVES);
    }

    @ParameterizedTest
    @CsvSource({
        "uacce, at once",
        "vsva, at once",
        "odp, at once",
        "rdma-pinned, at once",
        "vfio, after the client's end",
        "spimdev, after the client's end",
        "iommufd, after the client's end"
    })
    void unpluggingWaitsForTheClientWhereThereAreMdevs(String backend, String returns) {
        assertThat(cell(backend, "6.18", Ending.UNPLUG).returned()).isEqualTo(returns);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aKillAfterAnyStepOfSetUpLeavesNothingThatRootHadNotMade(String backend, String kernel) {
        int steps = 1;
        for (SetUpKill kill = cellRun(backend, kernel).killInSetUp(steps);
                kill != null;
                kill = cellRun(backend, kernel).killInSetUp(++steps)) {
            assertThat(kill.clean()).as("%s after %s", kill.where(), steps).isTrue();
        }
        assertThat(steps).isGreaterThan(5);
    }

    @Test
    void aRunCoversEveryEndingAndIsTheSameTwice() {
        ResourceReclaim experiment = new ResourceReclaim();
        ExperimentResult first =
                experiment.run(ExperimentRun.of(experiment, Map.of(), 1, CostTable.defaults(), done -> {}));
        assertThat(first)
                .isEqualTo(experiment.run(ExperimentRun.of(experiment, Map.of(), 2, CostTable.defaults(), done -> {})));
        // 5 rows of 10 endings and 5 of 11 on all 8 kernels; with mdevs 14 endings: 6 rows on 8 kernels, 2 on 3 and 1
        // on 2.
        int cells = (5 * 10 + 5 * 11 + 6 * 14) * 8 + 2 * 3 * 14 + 2 * 14;
        assertThat(first.tables().get(0).rows()).hasSize(cells * Resource.values().length);
        assertThat(first.findings())
                .contains(
                        "Left after SIGKILL: uacce's kind, uacce-dma's kind, odp's kind, rdma-pinned, idxd-swq and idxd-dwq"
                                + " nothing; spimdev mdev instance (held by nobody until root's removal of the mdev); sdmdev, vfio's"
                                + " kind, vfio-emulated, vfio-aux's kind, vfio-sva and iommufd hardware queue and mdev instance"
                                + " (held by nobody until root's removal of the mdev).");
    }
}
