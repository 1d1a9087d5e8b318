package io.github.accelbed.app.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "rows.md");

    @Test
    void thePageSaysWhatTheRegistrySays() throws IOException {
        if (Boolean.getBoolean("rows.refresh")) {
            Files.writeString(PAGE, RowsPage.text());
        }
        assertThat(Files.readString(PAGE))
                .as("refresh it with\n%s\n", RowsPage.REFRESH)
                .isEqualTo(RowsPage.text());
    }

    @Test
    void everyRowOffersAQueueAndSaysWhyItSkipsTheRest() {
        assertThat(Backends.all()).allSatisfy(backend -> {
            List<Capability> steps = Capability.of(backend);
            assertThat(steps).filteredOn(step -> step.name().equals("open")).allMatch(step -> step.offered() > 0);
            assertThat(steps)
                    .allMatch(step -> step.everywhere() || !step.reason().isBlank());
        });
    }

    @Test
    void isolationIsPartlyThereOnUacceSinceItCameIn63() {
        List<Capability> steps = Capability.of(Backends.find("uacce").orElseThrow());
        assertThat(steps)
                .filteredOn(step -> step.name().equals("isolate"))
                .extracting(Capability::word)
                .containsExactly("partly");
    }
}
