package io.github.accelbed.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Guards against a long exploration that says nothing, and one that does not say that samples would do better. */
class ExploreWatcherTest {
    private final StringWriter told = new StringWriter();

    private String told(boolean samples, long states, long left, boolean givenUp) {
        try (ExploreWatcher watcher = new ExploreWatcher(new PrintWriter(told), samples)) {
            watcher.soFar("a.scn, odp on 6.18", 7, states, left, givenUp);
            assertThat(watcher.ends()).isFalse();
        }
        return told.toString().strip();
    }

    @Test
    void aSearchWhoseEndIsNearSaysHowNear() {
        assertThat(told(false, 12_000, 3000, false))
                .isEqualTo("accelbed: a.scn, odp on 6.18: 12,000 states, about 3,000 left");
    }

    @Test
    void aSearchThatIsNotHalfThroughSuggestsSamples() {
        assertThat(told(false, 12_000, 13_000, true))
                .isEqualTo(
                        "accelbed: a.scn, odp on 6.18: 12,000 states, about 13,000 left; '--random 1000 --seed 1' sees"
                                + " more of it in less time; given up");
    }

    @Test
    void aSearchThatFoundNoEndYetSuggestsSamples() {
        assertThat(told(false, 12_000, -1, false)).contains("no end in sight; '--random 1000 --seed 1'");
    }

    @Test
    void samplesAreCountedAndSuggestNothing() {
        assertThat(told(true, 0, 0, false)).isEqualTo("accelbed: a.scn, odp on 6.18: 7 samples");
    }
}
