package io.github.accelbed.app.cli;

import static io.github.accelbed.app.cli.CommandLineTest.accelbed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.app.cli.CommandLineTest.Result;
import io.github.accelbed.conformance.agent.LiveAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Guards against a storm that takes the machine down, and against a table without its verdict. */
@Isolated("measures time")
class ReplayCommandTest {
    @Test
    void morePagesThanFitAreRefusedWithTheNumberThatFits() {
        LiveAgent.required().close();

        Result result = accelbed("replay", "--pages", "268435456");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .containsPattern("--pages 268435456 needs 2076\\.0 GiB, more than is free here;"
                        + " the largest that fits is --pages [1-9][0-9]{2,8}\n");
    }

    @Test
    void aNumberOutOfRangeIsAUsageError() {
        assertThat(accelbed("replay", "--pages", "0").err()).startsWith("accelbed: --pages 0 is out of range: 1 to");
        assertThat(accelbed("replay", "--pages", "0").code()).isEqualTo(2);
        assertThat(accelbed("replay", "--rounds", "0").code()).isEqualTo(2);
        assertThat(accelbed("replay", "--pages", "9999999999").code()).isEqualTo(2);
    }

    @Test
    void aSmallStormRunsOnBothSidesAndEndsWithTheRatioOfAFault() {
        LiveAgent.required().close();

        Result result = accelbed("replay", "--pages", "4096", "--rounds", "1");

        assertThat(result.code()).as(result.err()).isEqualTo(0);
        assertThat(result.out().lines().map(line -> line.replaceAll("[0-9]+\\.[0-9]+", "N")))
                .element(0)
                .isEqualTo("4096 pages (N GiB), medians of 1 rounds");
        assertThat(result.out())
                .contains("20 rounds of 4096 pages to warm up")
                .containsPattern("(?m)^populate( +[0-9]+\\.[0-9]){5}$")
                .containsPattern("(?m)^fork +[0-9]+")
                .containsPattern("(?m)^exit of the child +[0-9]+")
                .containsPattern("the (model|kernel) is [0-9]+\\.[0-9] times as fast as the (kernel|model) per COW"
                        + " fault \\([0-9]+\\.[0-9] times by processor time\\)\n$");
    }
}
