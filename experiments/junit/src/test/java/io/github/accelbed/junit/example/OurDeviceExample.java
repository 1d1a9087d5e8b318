package io.github.accelbed.junit.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.junit.ScenarioTest;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.Outcome;

public class OurDeviceExample {
    /** One test for each scenario below the folder, backend and kernel. */
    @ScenarioTest(files = "src/test/scenarios/our-device")
    void isAsExpected() {}

    /** The same in every interleaving, on a kernel and a row that the files do not name. */
    @ScenarioTest(files = "src/test/scenarios/our-device", explore = true, backends = "odp", kernels = "6.1")
    void isAsExpectedInEveryOrder() {}

    /** A scenario of accelbed's own, and what no expectation can say: how the kernels differ. */
    @ScenarioTest(
            files = "fork-cow/parent-writes-first",
            backends = "vfio",
            kernels = {"5.8", "6.18"})
    void theDeviceSeesTheWriteSince59(CellResult cell) {
        String seen = cell.kernel().equals("5.8") ? "old" : "new";
        assertThat(cell.outcomes()).extracting(Outcome::registers).allMatch(registers -> registers.containsValue(seen));
    }
}
