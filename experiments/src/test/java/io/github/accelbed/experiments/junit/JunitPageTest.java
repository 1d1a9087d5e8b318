package io.github.accelbed.experiments.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.builtin.ScenarioFiles;
import io.github.accelbed.experiments.explore.ExploreSettings;
import io.github.accelbed.experiments.explore.Explorer;
import io.github.accelbed.experiments.junit.example.OurDeviceExample;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.language.Vocabulary;
import io.github.accelbed.experiments.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Guards against an example that a reader copies and that does not work. */
final class JunitPageTest {
    private static final String PAGE = "../docs/junit.md";
    private static final String EXAMPLE =
            "src/test/java/io/github/accelbed/experiments/junit/example/OurDeviceExample.java";
    private static final String SCENARIO = "src/test/scenarios/our-device/write-against-read.scn";

    @Test
    void theExamplesOfThePageAreTheFilesThatAreTested() throws IOException {
        String page = Files.readString(Path.of(PAGE));
        String code = Files.readString(Path.of(EXAMPLE));

        assertThat(page).contains("```java\n" + code.substring(code.indexOf("import static")) + "```");
        assertThat(page).contains("```\n" + Files.readString(Path.of(SCENARIO)) + "```");
    }

    @Test
    void theExampleIsGreen() {
        assumeTrue(explorerIsThere(), "the explorer is not there yet");

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OurDeviceExample.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(4 + 1 + 2).succeeded(4 + 1 + 2));
    }

    private static boolean explorerIsThere() {
        List<Scenario> scenarios =
                new ScenarioFiles(Vocabulary.of(Backends.ids(), List.of(), List.of())).read(List.of(SCENARIO));
        try {
            return !new Explorer(ExploreSettings.all(RunSettings.defaults()))
                    .explore(scenarios, done -> {})
                    .scenarios()
                    .isEmpty();
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }
}
