package io.github.accelbed.drivers.pressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PinPressureTest {
    /** Three clients of 2 pages; a process may lock 4. */
    private static final Load LOAD = new Load(3, 2, 4);

    private static List<Point> run(String backend, String kernel, Way way) {
        return new PressureRun(
                        Backends.find(backend).orElseThrow(),
                        KernelVersion.parse(kernel),
                        CostTable.defaults(),
                        way,
                        LOAD)
                .run();
    }

    /** A container charges its own mappings, so 2 pages cost 4 the second time and the third client is over the limit. */
    @Test
    void vfioChargesAPageOnceForEachContainerThatMapsIt() {
        List<Point> points = run("vfio", "7.0", Way.QUEUES);
        assertThat(points).extracting(Point::answer).containsExactly("OK", "OK", "ENOMEM");
        assertThat(points).extracting(Point::charged).containsExactly(2L, 4L, 4L);
        assertThat(points).extracting(Point::pins).containsExactly(2L, 4L, 4L);
        assertThat(points).extracting(Point::pinned).containsExactly(2L, 2L, 2L);
    }

    @Test
    void inOneContainerTheBufferIsChargedOnce() {
        List<Point> points = run("vfio", "7.0", Way.TOGETHER);
        assertThat(points).extracting(Point::served).containsExactly(1, 2, 3);
        assertThat(points).extracting(Point::charged).containsExactly(2L, 2L, 2L);
    }

    @Test
    void theLimitIsEachProcessesSoNoNumberOfProcessesReachesIt() {
        List<Point> points = run("vfio", "7.0", Way.PROCESSES);
        assertThat(points).extracting(Point::served).containsExactly(1, 2, 3);
        assertThat(points).extracting(Point::pinned).containsExactly(2L, 4L, 6L);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"PROCESSES", "QUEUES", "BUFFERS"})
    void odpAndSvaPinNothingAndRefuseNobody(Way way) {
        for (String backend : List.of("odp", "uacce")) {
            Point last = run(backend, "4.20", way).get(2);
            assertThat(last.served()).isEqualTo(3);
            assertThat(List.of(last.pins(), last.pinned(), last.charged())).containsOnly(0L);
        }
    }

    @Test
    void aRunIsTheSameTwiceAndSaysWhoIsRefusedAtWhichCount() {
        PinPressure experiment = new PinPressure();
        Map<String, Long> small = Map.of("clients", 3L, "pages", 2L, "memlock", 4L);
        ExperimentRun run = ExperimentRun.of(experiment, small, 1, CostTable.defaults(), done -> {});
        ExperimentResult result = experiment.run(run);
        assertThat(result).isEqualTo(experiment.run(run));
        assertThat(result.findings().get(1)).containsPattern("[ ;]vfio[ ,][^;]*from client 3 on with ENOMEM");
    }
}
