package io.github.accelbed.drivers.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.DeviceKind;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.ExperimentResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePipelineTest {
    private static final int PAGES = 4;

    private static Cell run(String route, String kernel, int devices, Disturbance disturbance) {
        Route found = Route.all().stream()
                .filter(r -> r.name().equals(route))
                .findFirst()
                .orElseThrow();
        return new CellRun(found, KernelVersion.parse(kernel), CostTable.defaults(), devices, PAGES, disturbance).run();
    }

    private static ExperimentResult small() {
        DevicePipeline experiment = new DevicePipeline();
        Map<String, Long> small = Map.of("pages", 2L, "devices", 3L);
        return experiment.run(ExperimentRun.of(experiment, small, 1, CostTable.defaults(), done -> {}));
    }

    @Test
    void oneDeviceIsANicTwoAreNicAndAiMoreHaveRsaBetween() {
        Route route = Route.all().get(0);
        assertThat(route.stages(1)).extracting(s -> s.kind()).containsExactly(DeviceKind.NIC);
        assertThat(route.stages(2)).extracting(s -> s.kind()).containsExactly(DeviceKind.NIC, DeviceKind.AI);
        assertThat(route.stages(4))
                .extracting(s -> s.kind())
                .containsExactly(DeviceKind.NIC, DeviceKind.RSA, DeviceKind.RSA, DeviceKind.AI);
    }

    /** 4 pages: what each device needs of its own, and what it finds done. A fault of ODP brings all that a job named. */
    @ParameterizedTest(name = "{0} with {1} devices")
    @CsvSource({
        "uacce, 1, 0, 0, 0, 4",
        "uacce, 16, 0, 0, 0, 4",
        "odp, 1, 1, 0, 0, 1",
        "odp, 16, 16, 0, 0, 16",
        "odp-implicit, 16, 0, 0, 0, 16",
        "vfio, 1, 1, 4, 0, 0",
        "vfio, 16, 16, 64, 0, 0",
        "vfio with one container, 16, 1, 4, 0, 0",
        "iommufd with one IOAS, 16, 1, 4, 0, 0",
        "uacce-dma, 1, 1, 0, 4, 0",
        "uacce-dma, 16, 16, 0, 4, 0",
        "odp then vfio, 16, 16, 60, 0, 1",
        "odp then uacce, 16, 1, 0, 0, 1"
    })
    void registrationsPinsCopiesAndFaultsGrowAsTheRowSays(
            String route, int devices, long registrations, long pins, long copies, long faults) {
        Cell cell = run(route, "7.0", devices, Disturbance.NONE);
        assertThat(cell.result()).isEqualTo("right");
        assertThat(cell.setUp().registrations()).isEqualTo(registrations);
        assertThat(cell.first().pinnedPages()).isEqualTo(pins);
        assertThat(cell.setUp().copiedPages()).isEqualTo(copies);
        assertThat(cell.first().faults()).isEqualTo(faults);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "vfio, 4.20, wrong, 4",
        "vfio, 5.10, right, 0",
        "vfio with one container, 4.20, wrong, 4",
        "odp then vfio, 4.20, wrong, 4",
        "odp then uacce, 4.20, right, 0",
        "uacce-va-iova, 4.20, right, 0"
    })
    void aForkIsSeenInTheValueWhereAPinKeepsTheOldPage(String route, String kernel, String result, long stale) {
        Cell cell = run(route, kernel, 3, Disturbance.FORK);
        assertThat(cell.result()).isEqualTo(result);
        assertThat(cell.first().stale()).isEqualTo(stale);
    }

    /** Where the device's table follows the process's, all pages go; a pinned one stays, and so does the kernel's own. */
    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "uacce, 7.0, 4, right",
        "odp, 7.0, 4, right",
        "odp then uacce, 4.20, 4, right",
        "vfio, 7.0, 0, right",
        "uacce-dma, 7.0, 0, right"
    })
    void swapOutTakesOnlyWhatNobodyPinned(String route, String kernel, int swapped, String result) {
        Cell cell = run(route, kernel, 3, Disturbance.SWAP);
        assertThat(cell.swappedPages()).isEqualTo(swapped);
        assertThat(cell.result()).isEqualTo(result);
    }

    /**
     * UNVERIFIED on a running kernel of that age: reclaim unmaps a pinned page (until 5.11), it stays in the swap cache, and the CPU's
     * write after that copies it (from 5.9 on), since the pin is a reference too. So the device's page is no longer the process's.
     */
    @ParameterizedTest
    @CsvSource({"4.20, right", "5.10, wrong", "6.1, right"})
    void memoryPressureParksAPinnedPageFromTheProcessOnlyBetween59And511(String kernel, String result) {
        assertThat(run("vfio", kernel, 3, Disturbance.SWAP).result()).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uacce", "odp", "vfio", "odp then vfio then uacce"})
    void aSecondRunTakesNoMoreThanTheFirst(String route) {
        Cell cell = run(route, "6.1", 3, Disturbance.NONE);
        assertThat(cell.againNs()).isPositive().isLessThanOrEqualTo(cell.first().elapsedNs());
    }

    @Test
    void aRunIsTheSameTwice() {
        assertThat(small()).isEqualTo(small());
    }

    @Test
    void theFindingsFiguresAreThoseOfTheTable() {
        ExperimentResult result = small();
        DataTable table = result.tables().get(0);
        List<Object> vfio = table.rows().stream()
                .filter(row -> row.subList(0, 4).equals(List.<Object>of("vfio", "7.0", 3, "undisturbed")))
                .findFirst()
                .orElseThrow();
        assertThat(vfio.subList(6, 9)).containsExactly(3L, 0L, 6L);
        assertThat(result.findings())
                .anySatisfy(said -> assertThat(said)
                        .startsWith("Page references pinned for 2 pages of data, with 3 devices and with 3: ")
                        .containsPattern("[ ;]vfio[ ,][^;]*" + vfio.get(8) + " and " + vfio.get(8)))
                .anySatisfy(said -> assertThat(said)
                        .startsWith("Routes that are not on every one of the kernels 4.20, 5.10, 6.1 and 7.0: ")
                        .contains("vfio-aux"));
        assertThat(table.rows()).allSatisfy(row -> {
            boolean stale = !row.get(5).equals(0L);
            assertThat(row.get(4)).as("wrong only where a page was").isEqualTo(stale ? "wrong" : "right");
        });
    }
}
