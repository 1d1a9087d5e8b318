package io.github.accelbed.drivers.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetUpEffortTest {
    private static Cell run(String backend, String kernel, int pages) {
        return new CellRun(
                        Backends.find(backend).orElseThrow(), KernelVersion.parse(kernel), CostTable.defaults(), pages)
                .run();
    }

    /**
     * vfio: open of container and group, SET_CONTAINER, SET_IOMMU, GET_DEVICE_FD, mmap of the doorbell, MAP_DMA make 7, and one more
     * MAP_DMA for another buffer. uacce: open, two mmaps, start. idxd: open and mmap of the portal.
     */
    @ParameterizedTest
    @CsvSource({"vfio, 7, 1", "uacce, 4, 0", "idxd-swq, 2, 0", "odp, 8, 1"})
    void aNewBufferTakesASystemCallOnlyWhereMemoryIsRegistered(String backend, long first, long another) {
        Cell cell = run(backend, "7.0", 2);
        assertThat(cell.of(Job.FIRST).syscalls()).isEqualTo(first);
        assertThat(cell.of(Job.SAME_BUFFER).syscalls()).isZero();
        assertThat(cell.of(Job.NEW_BUFFER).syscalls()).isEqualTo(another);
        assertThat(cell.of(Job.NEW_BUFFER).registrations()).isEqualTo(another);
    }

    /** Up to 5.11 each page is pinned on its own, with mmap_lock for the pin and for the charge; 5.12 pins 512 at a time. */
    @ParameterizedTest
    @CsvSource({"4.20, 3, 6", "5.10, 3, 6", "5.12, 3, 2", "7.0, 512, 2", "7.0, 513, 4"})
    void mapDmaTakesMmapLockTwiceForEachBatchThatItPins(String kernel, int pages, long locks) {
        assertThat(run("vfio", kernel, pages).of(Job.NEW_BUFFER).locks())
                .isEqualTo(Map.of("iommu->lock", 1L, "mmap_lock", locks));
    }

    @Test
    void rootMakesAnInstanceForTheFirstJobOnVfioOnly() {
        assertThat(run("vfio", "7.0", 1).of(Job.FIRST).adminSteps()).isPositive();
        assertThat(run("vfio", "7.0", 1).of(Job.NEW_BUFFER).adminSteps()).isZero();
        assertThat(run("uacce", "7.0", 1).of(Job.FIRST).adminSteps()).isZero();
    }

    @Test
    void aRunIsTheSameTwiceAndComparesEveryRegisteredRow() {
        SetUpEffort experiment = new SetUpEffort();
        ExperimentRun run = ExperimentRun.of(experiment, Map.of("pages", 2L), 1, CostTable.defaults(), done -> {});
        ExperimentResult result = experiment.run(run);
        assertThat(result).isEqualTo(experiment.run(run));
        assertThat(result.tables().get(0).rows())
                .extracting(row -> row.get(0))
                .containsAll(Backends.ids().stream()
                        .filter(id -> result.tables().get(2).rows().stream()
                                .noneMatch(row -> row.get(0).equals(id)))
                        .toList());
    }
}
