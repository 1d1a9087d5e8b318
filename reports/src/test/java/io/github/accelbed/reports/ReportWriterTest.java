package io.github.accelbed.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.reports.page.Slug;
import io.github.accelbed.reports.result.ReportDocument;
import io.github.accelbed.reports.result.ReportException;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
    private static final ReportDocument DEMO = DemoReport.document();
    private static final Pattern IN_PAGE = Pattern.compile("href=\"#([^\"]+)\"");
    private static final Pattern BESIDE = Pattern.compile("href=\"([^#\"][^\"]*)\"");

    /** Enough where the charts are not what is tested. */
    private static final ReportDocument SMALL = new ReportDocument(
            DEMO.title(),
            DEMO.generatedWith(),
            DEMO.run(),
            List.of(DemoExperiments.registration()),
            DEMO.costs(),
            DEMO.news(),
            DEMO.claims());

    @TempDir
    private static Path shared;

    private static Path demo = Path.of("");
    private static String page = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeTheDemoOnce() throws IOException {
        demo = shared.resolve("demo");
        new ReportWriter().write(DEMO, demo);
        page = Files.readString(demo.resolve("index.html"));
    }

    @Test
    void twoReportsOfTheSameResultsAreTheSameBytes() throws IOException {
        new ReportWriter().write(DemoReport.document(), folder.resolve("again"));

        assertThat(contents(folder.resolve("again"))).isNotEmpty().isEqualTo(contents(demo));
    }

    @Test
    void thePageNeedsNothingFromOutside() {
        assertThat(withoutImages(page))
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("@import")
                .doesNotContain("url(")
                .doesNotContain("<link");
        assertThat(page).contains("src=\"data:image/png;base64,").contains("srcset=\"data:image/png;base64,");
    }

    @Test
    void everyScenarioClaimAndExperimentCanBeLinkedTo() {
        for (ScenarioResult scenario : DEMO.run().scenarios()) {
            assertThat(page).contains("id=\"" + Slug.scenario(scenario.name()) + "\"");
        }
        DEMO.claims().forEach(claim -> assertThat(page).contains("id=\"claim-" + claim.id() + "\""));
        DEMO.experiments()
                .forEach(experiment -> assertThat(page).contains("id=\"experiment-" + experiment.name() + "\""));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        Matcher inPage = IN_PAGE.matcher(page);
        while (inPage.find()) {
            assertThat(page).contains("id=\"" + inPage.group(1) + "\"");
        }
        Matcher beside = BESIDE.matcher(page);
        int files = 0;
        while (beside.find()) {
            assertThat(demo.resolve(beside.group(1))).isRegularFile();
            files++;
        }
        assertThat(files).isGreaterThan(10);
    }

    @Test
    void everyOutcomeOfAnExplorationIsShownWithItsScheduleFaultsAndWitness() {
        String section = page.substring(page.indexOf("id=\"scenario-reclaim-during-dma\""));

        assertThat(section.substring(0, section.indexOf("</article>")))
                .contains("18\u202f446\u202f744\u202f073\u202f709\u202f551\u202f620")
                .contains("not counted")
                .contains("incomplete: the budget or the memory ended")
                .contains("Possible deadlock: locks are taken in a circle")
                .contains("IO page fault of q at buf[0]: no VMA")
                .contains("deadlock: line 13 q: read buf[0] waits for mmap_lock of A")
                .contains(
                        "Outcome 3, <b class=\"unexpected\">not as expected</b>: <code>r0 = 0, r1 = ok, stale(q) = 1</code>")
                .contains("✗ no");
    }

    @Test
    void aCellOfAPlainRunHasNoTableOfOutcomesAndNoWitness() {
        String section = page.substring(page.indexOf("id=\"scenario-fork-cow-parent-writes-first\""));

        assertThat(section.substring(0, section.indexOf("</article>")))
                .doesNotContain("Every outcome")
                .doesNotContain("not counted");
    }

    @Test
    void textFromOutsideCannotBecomeMarkup() throws IOException {
        ScenarioResult first = DEMO.run().scenarios().get(0);
        String attack = "<script>alert(1)</script>\" onmouseover=\"x";
        ScenarioResult nasty =
                new ScenarioResult("n/" + attack, attack, attack, attack, List.of(attack), false, first.cells());
        ReportDocument document = new ReportDocument(
                attack,
                DEMO.generatedWith(),
                new RunResult(List.of(nasty)),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        new ReportWriter().write(document, folder.resolve("page"));

        assertThat(Files.readString(folder.resolve("page/index.html")))
                .doesNotContain("<script>alert")
                .doesNotContainPattern("=\"[^\"]*\" onmouseover=\"");
    }

    @Test
    void anEmptyReportIsAPageToo() throws IOException {
        ReportDocument empty = new ReportDocument(
                "Nothing was run",
                DEMO.generatedWith(),
                new RunResult(List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        new ReportWriter().write(empty, folder.resolve("page"));

        assertThat(Files.readString(folder.resolve("page/index.html"))).contains("Nothing was run");
    }

    @Test
    void aFailureHalfWayLeavesTheOldReport() throws IOException {
        Path target = folder.resolve("report");
        new ReportWriter().write(SMALL, target);
        Map<String, String> before = contents(target);
        int[] written = {0};
        ReportWriter failing = new ReportWriter((file, content) -> {
            if (++written[0] == 4) {
                throw new IOException("No space left on device");
            }
            Files.write(file, content);
        });

        assertThatThrownBy(() -> failing.write(SMALL, target))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining(target.toString())
                .hasMessageEndingWith("No space left on device");
        assertThat(contents(target)).isEqualTo(before);
        assertThat(names(folder)).containsExactly("report");
    }

    @Test
    void anEarlierReportIsReplacedAsAWhole() throws IOException {
        Path target = folder.resolve("report");
        new ReportWriter().write(SMALL, target);
        Files.writeString(target.resolve("experiments/left-from-before.csv"), "old");

        new ReportWriter().write(SMALL, target);

        assertThat(contents(target))
                .doesNotContainKey("experiments/left-from-before.csv")
                .containsKey("index.html");
        assertThat(names(folder)).containsExactly("report");
    }

    @Test
    void aFolderThatIsNotOursIsNotTouched() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "years of work");

        assertThatThrownBy(() -> new ReportWriter().write(SMALL, folder))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("not empty")
                .hasMessageContaining(ReportWriter.MARKER);
        assertThat(names(folder)).containsExactly("thesis.tex");
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Path target = Files.createDirectory(folder.resolve("empty"));

        new ReportWriter().write(SMALL, target);

        assertThat(target.resolve("index.html")).isRegularFile();
    }

    @Test
    void aPlaceThatCannotHoldAFolderIsNamedWithTheReason() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new ReportWriter().write(SMALL, file))
                .isInstanceOf(ReportException.class)
                .hasMessage("cannot write the report to " + file + ": it exists and is not a folder");
        assertThatThrownBy(() -> new ReportWriter().write(SMALL, file.resolve("below/report")))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("cannot write the report to " + file.resolve("below/report") + ": ");
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void anExperimentHasAFolderOfItsOwn() throws IOException {
        Path target = folder.resolve("one");

        new ExperimentWriter().write(DemoExperiments.registration(), List.of(), target);

        assertThat(names(target))
                .containsExactly(
                        ExperimentWriter.MARKER,
                        "first-access-small.dark.png",
                        "first-access-small.png",
                        "first-access.csv",
                        "first-access.dark.png",
                        "first-access.png");
    }

    private static String withoutImages(String page) {
        return page.replaceAll("data:image/png;base64,[A-Za-z0-9+/=]+", "");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> result = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                result.put(name, Base64.getEncoder().encodeToString(Files.readAllBytes(path)));
            }
        }
        return result;
    }
}
