package io.github.accelbed.drivers.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {
    private static List<Moment> story(String backend, String kernel) {
        return Exposure.story(
                Backends.find(backend).orElseThrow(), KernelVersion.parse(kernel), CostTable.defaults(), 2);
    }

    private static Moment after(List<Moment> story, Event event) {
        return story.stream().filter(m -> m.event() == event).findFirst().orElseThrow();
    }

    private static List<Long> each(List<Moment> story, ToLongFunction<Moment> value) {
        return story.stream().map(value::applyAsLong).toList();
    }

    /** Of 2 pages, after open, map, job, fork, write, free, reuse, unmap, exit, child exit. */
    @Test
    void onlyADeviceThatWalksTheProcessTableReadsASecretThatItWasNeverGiven() {
        assertThat(each(story("uacce", "7.0"), m -> m.of(Area.SECRET).readable()))
                .containsExactly(2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 0L, 0L);
        assertThat(each(story("vfio", "7.0"), m -> m.of(Area.SECRET).readable()))
                .containsOnly(0L);
        assertThat(each(story("odp", "7.0"), m -> m.of(Area.SECRET).readable())).containsOnly(0L);
    }

    /** What MAP_DMA pinned stays until the file that a child inherited is closed; ODP's mirror follows munmap. */
    @Test
    void freedMemoryStaysReadableWhereItIsPinnedUntilTheLastDescriptorGoes() {
        assertThat(each(story("vfio", "7.0"), m -> m.of(Area.FREED).readable()))
                .containsExactly(0L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 0L);
        assertThat(each(story("odp", "7.0"), m -> m.of(Area.FREED).readable()))
                .containsExactly(0L, 2L, 2L, 2L, 2L, 0L, 0L, 0L, 0L, 0L);
    }

    /** fork write-protects, so ODP's mirror loses its 2 entries and a fault brings each back. */
    @Test
    void afterAForkOdpReadsTheBufferOnlyWithFaults() {
        Moment forked = after(story("odp", "7.0"), Event.FORKED);
        assertThat(forked.of(Area.BUFFER)).isEqualTo(new Exposed(0, 2, 0, 0));
        Moment before = after(story("odp", "7.0"), Event.JOB);
        assertThat(before.of(Area.BUFFER)).isEqualTo(new Exposed(2, 0, 0, 0));
    }

    /** Before 5.9 the parent's write takes the copy, and the pin keeps the page that the child has. */
    @ParameterizedTest
    @CsvSource({"4.20, 2", "5.10, 0", "7.0, 0"})
    void onVfioTheBufferIsNotTheParentsAfterAForkOnOldKernels(String kernel, long stale) {
        Moment written = after(story("vfio", kernel), Event.WRITTEN);
        assertThat(written.of(Area.BUFFER)).isEqualTo(new Exposed(2, 0, stale, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vfio", "odp", "uacce-dma"})
    void thePagesThatAJobReadsWithoutAFaultAreThoseOfTheRowsOwnBooks(String backend) {
        assertThat(story(backend, "7.0"))
                .allSatisfy(m -> assertThat(m.all().reachable()).isEqualTo(m.reachable()));
    }

    @Test
    void noPageOfAnotherProcessIsEverReadableOnTheDefaultRows() {
        for (String backend : List.of("uacce", "vfio", "odp")) {
            assertThat(each(story(backend, "4.20"), m -> m.all().foreign())).containsOnly(0L);
        }
    }

    @Test
    void aRunIsTheSameTwice() {
        Exposure experiment = new Exposure();
        ExperimentRun run = ExperimentRun.of(experiment, Map.of("pages", 1L), 1, CostTable.defaults(), done -> {});
        ExperimentResult result = experiment.run(run);
        assertThat(result).isEqualTo(experiment.run(run));
        assertThat(result.findings().get(0)).contains("uacce").contains("Of a secret of 1 page ");
    }
}
