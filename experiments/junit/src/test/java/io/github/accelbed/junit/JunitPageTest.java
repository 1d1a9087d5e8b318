package io.github.accelbed.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.accelbed.junit.example.OurDeviceExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Guards against an example that a reader copies and that does not work. */
final class JunitPageTest {
    private static final String PAGE = "../../docs/junit.md";
    private static final String EXAMPLE = "src/test/java/io/github/accelbed/junit/example/OurDeviceExample.java";
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
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(OurDeviceExample.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(4 + 1 + 2).succeeded(4 + 1 + 2));
    }
}
