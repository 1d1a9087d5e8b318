package io.github.accelbed.conformance.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.HostMachine;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards against prices under the wrong name, and against a file that the cost table reads as something else. */
class CalibrationTest {
    private static final HostMachine MACHINE = new HostMachine("6.18.0", "Brand \"X\", 2 cores");

    private static CalibratedPrice price(Cost cost, String output) throws AgentException {
        return Calibration.prices(output).stream()
                .filter(price -> price.cost() == cost)
                .findFirst()
                .orElseThrow();
    }

    private static String forks() {
        StringBuilder output = new StringBuilder();
        for (int round = 1; round <= 6; round++) {
            output.append("sample fork-per-page " + round + " 0 60000\n");
            output.append("sample fork-per-page " + round + " 1000 130000\n");
        }
        return output + "end\n";
    }

    @Test
    void forkIsSplitIntoAFixedPartAndOnePerPage() throws AgentException {
        assertThat(price(Cost.FORK_FIXED, forks())).isInstanceOfSatisfying(CalibratedPrice.Measured.class, fixed -> {
            assertThat(fixed.estimate().ns()).isEqualTo(60000);
            assertThat(fixed.method()).isEqualTo(Method.INTERCEPT);
        });
        assertThat(price(Cost.FORK_PER_PAGE, forks()))
                .isInstanceOfSatisfying(
                        CalibratedPrice.Measured.class,
                        perPage -> assertThat(perPage.estimate()).isEqualTo(new Estimate(70, 70, 70, 12)));
    }

    @Test
    void whatTheAgentSkippedKeepsItsReason() throws AgentException {
        String output = "sample pin-per-page 1 8 5\nskip pin-per-page io_uring_setup: Function not implemented\nend\n";

        assertThat(price(Cost.PIN_PER_PAGE, output))
                .isEqualTo(
                        new CalibratedPrice.NotMeasured(Cost.PIN_PER_PAGE, "io_uring_setup: Function not implemented"));
        assertThat(price(Cost.SYSCALL, output))
                .isEqualTo(new CalibratedPrice.NotMeasured(Cost.SYSCALL, "the native agent did not try"));
    }

    @Test
    void aSlopeThatMayBeNothingIsNoPrice() throws AgentException {
        StringBuilder output = new StringBuilder();
        for (int round = 1; round <= 8; round++) {
            output.append("sample unpin-per-page " + round + " 100 " + (5000 + round * 100) + "\n");
            output.append("sample unpin-per-page " + round + " 200 " + (6000 - round * 100) + "\n");
        }

        assertThat(price(Cost.UNPIN_PER_PAGE, output + "end\n"))
                .isInstanceOfSatisfying(
                        CalibratedPrice.NotMeasured.class,
                        not -> assertThat(not.reason()).startsWith("lost in the noise, -"));
    }

    @Test
    void theFileReplacesWhatWasMeasuredAndNothingElse() throws AgentException {
        String file = CostFile.text(new Calibration(MACHINE, 6, Calibration.prices(forks())));

        CostTable table = CostTable.defaults().with("c.csv", file);

        assertThat(table.entry(Cost.FORK_PER_PAGE).ns()).isEqualTo(70);
        assertThat(table.entry(Cost.FORK_PER_PAGE).verified()).isTrue();
        assertThat(table.entry(Cost.FORK_PER_PAGE).source())
                .isEqualTo("measured on Linux 6.18.0, Brand  X , 2 cores: slope of median time by number in 6 rounds,"
                        + " 95 % interval 70.00 to 70.00 ns");
        for (Cost cost : Cost.values()) {
            if (cost != Cost.FORK_PER_PAGE && cost != Cost.FORK_FIXED) {
                assertThat(table.entry(cost)).isEqualTo(CostTable.defaults().entry(cost));
            }
        }
    }

    @Test
    void aFileOfNothingIsStillACostFile() {
        String file = CostFile.text(new Calibration(MACHINE, 6, List.of()));

        assertThat(file).isEqualTo("cost,ns,source,verified\n");
        assertThat(CostTable.defaults().with("c.csv", file).entry(Cost.SYSCALL))
                .isEqualTo(CostTable.defaults().entry(Cost.SYSCALL));
    }

    @Test
    void numbersHaveFourDigitsAndNoExponent() {
        assertThat(CostFile.number(102952.4)).isEqualTo("103000");
        assertThat(CostFile.number(1e11)).isEqualTo("100000000000");
        assertThat(CostFile.number(42.784)).isEqualTo("42.78");
        assertThat(CostFile.number(0.123456)).isEqualTo("0.123");
        assertThat(CostFile.number(0)).isEqualTo("0.000");
    }
}
