package io.github.accelbed.drivers.vaiova;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaIovaTest {
    /** Four pages before x86's MSI window and four in it. */
    private static final Layout ACROSS =
            new Layout("across", List.of(new Region("heap", ReservedRegion.MSI.start() - 4, 8, true)));

    private static Cell run(String backend, String kernel, Layout layout) {
        return new LayoutRun(
                        Backends.find(backend).orElseThrow(), KernelVersion.parse(kernel), CostTable.defaults(), layout)
                .run();
    }

    /**
     * Refused whole, then the lower half is mapped and the upper one refused as four pages, as two twice, and as one four times: 1 + 1 + 1
     * + 2 + 4 calls.
     */
    @Test
    void aRegionAcrossTheMsiWindowLosesThePagesInItAndNoOther() {
        Cell cell = run("vfio", "7.0", ACROSS);
        assertThat(cell.lost()).isEqualTo(4);
        assertThat(cell.share()).isEqualTo(0.5);
        assertThat(cell.answer()).isEqualTo("EINVAL");
        assertThat(cell.calls()).isEqualTo(9);
        assertThat(cell.overReserved()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"4.20, 0, 4", "5.3, 0, 4", "5.4, 4, 0"})
    void vfioMapsOverTheWindowUntilItLearnsToLook(String kernel, long lost, long over) {
        Cell cell = run("vfio", kernel, ACROSS);
        assertThat(cell.lost()).isEqualTo(lost);
        assertThat(cell.overReserved()).isEqualTo(over);
    }

    @Test
    void aDeviceThatWalksTheProcessTableLosesNothingAndMapsNothing() {
        Cell cell = run("uacce", "7.0", ACROSS);
        assertThat(cell.lost()).isZero();
        assertThat(cell.calls()).isZero();
    }

    @Test
    void onlyOneProcessHasADeviceWithEqualAddresses() {
        assertThat(run("uacce-va-iova", "7.0", ACROSS).second()).isEqualTo("EBUSY");
        assertThat(run("vfio", "7.0", ACROSS).second()).isEqualTo("OK");
    }

    /** The Java heap ends at 4 GiB and is 32 MiB, the window is 1 MiB in it; the arm64 heap begins 16 MiB below its window. */
    @Test
    void theLayoutsWithMemoryBelowFourGibibytesTouchAWindow() {
        assertThat(Layout.all())
                .extracting(l -> l.name() + " " + l.reserved(ReservedRegion.platform()))
                .containsExactly("x86-64 PIE 0", "x86-64 fixed 0", "x86-64 Java 256", "arm64 PIE 0", "arm64 fixed 256");
    }

    @Test
    void regionsOfALayoutAreInOrderOfAddressAndDoNotOverlap() {
        assertThat(Layout.all()).allSatisfy(layout -> {
            long end = 0;
            for (Region region : layout.regions()) {
                assertThat(region.start()).isGreaterThanOrEqualTo(end);
                end = region.end();
            }
        });
    }

    @Test
    void anAddressAboveTheInputBitsIsBeyond() {
        Layout layout = new Layout("edge", List.of(new Region("mmap", (1L << 27) - 1, 3, true)));
        assertThat(layout.beyond(39)).isEqualTo(2);
        assertThat(layout.beyond(48)).isZero();
    }

    @Test
    void theRowWithAddressesOfItsOwnIsLeftOutWithAReason() {
        VaIova experiment = new VaIova();
        ExperimentResult result =
                experiment.run(ExperimentRun.of(experiment, Map.of(), 1, CostTable.defaults(), done -> {}));
        assertThat(result.tables().get(2).rows()).extracting(row -> row.get(0)).contains("uacce-dma");
        assertThat(result.findings())
                .anySatisfy(f -> assertThat(f)
                        .contains("Of the 8738 pages of x86-64 Java")
                        .contains("vfio on 4.20 none, on 5.10, 6.1 and 7.0 256 (2.93%, EINVAL)"));
    }
}
