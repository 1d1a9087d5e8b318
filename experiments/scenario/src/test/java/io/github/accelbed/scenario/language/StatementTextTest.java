package io.github.accelbed.scenario.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guards against statements that are shown cut where a text has a number sign. */
class StatementTextTest {
    @Test
    void aCommentIsLeftOutAndANumberSignWithinQuotesIsNone() {
        assertThat(StatementText.of("  A: read b -> r   # why")).isEqualTo("A: read b -> r");
        assertThat(StatementText.of("\tA: write b \"no #1\" # one")).isEqualTo("A: write b \"no #1\"");
        assertThat(StatementText.of("  A: write b \"\\\"#\" -> r")).isEqualTo("A: write b \"\\\"#\" -> r");
        assertThat(StatementText.of("# nothing")).isEmpty();
    }
}
