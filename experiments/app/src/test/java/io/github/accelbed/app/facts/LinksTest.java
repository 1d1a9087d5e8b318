package io.github.accelbed.app.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of the documentation, and citations of the facts by whoever rests on them, lead somewhere. */
class LinksTest {
    private static final Links LINKS = new Links(Path.of("..", ".."));

    @TempDir
    Path folder;

    @Test
    void everyRelativeLinkOfTheDocumentationLeadsSomewhere() {
        List<Path> pages = Stream.concat(
                        LINKS.files("docs", ".md").stream(),
                        Stream.of("README.md", "CONTRIBUTING.md").map(Path.of("..", "..")::resolve))
                .toList();
        assertThat(pages).hasSizeGreaterThan(20);
        assertThat(LINKS.deadLinks(pages)).isEmpty();
    }

    @Test
    void everyCitationInTheLedgerLeadsToAnAnchorOfTheFacts() {
        List<Path> ledger = LINKS.files("experiments/claims/ledger", ".yaml");
        assertThat(Links.citations(ledger)).isGreaterThan(200);
        assertThat(LINKS.deadCitations(ledger)).isEmpty();
    }

    @Test
    void everyCitationInCommentsAndPagesDoes() {
        List<Path> files = LINKS.files("", ".java", ".scn", ".pml", ".g4", ".md", ".csv").stream()
                .filter(file -> !file.endsWith("LinksTest.java") && !file.endsWith("CitationTest.java"))
                .toList();
        assertThat(Links.citations(files)).isGreaterThan(30);
        assertThat(LINKS.deadCitations(files)).isEmpty();
    }

    @Test
    void theAnchorsOfAFactPageAreItsOwn() {
        assertThat(LINKS.badAnchors(LINKS.files("docs/facts", ".md"))).isEmpty();
    }

    @Test
    void aDeadCitationIsFound() throws IOException {
        write("docs/facts/mm.md", "<a id=\"mm-3.3\"></a>\n## 3.3 A section\n");
        Path ledger = write("a.yaml", "  - fact: \"So it is (mm 3.3, 3.4; odp\n      2.1, I1).\"\n");
        Path comment =
                write("A.java", "/** See docs/facts/mm.md#mm-3.3, docs/facts/mm.md#mm-9 and docs/facts/vfio.md. */\n");
        assertThat(new Links(folder).deadCitations(List.of(ledger, comment)))
                .containsExactly(
                        "a.yaml: mm.md#mm-3.4",
                        "a.yaml: odp.md#odp-2.1",
                        "a.yaml: odp.md#odp-2.1-I1",
                        "A.java: docs/facts/mm.md#mm-9",
                        "A.java: docs/facts/vfio.md");
    }

    @Test
    void aDeadLinkIsFound() throws IOException {
        Path page = write("docs/a.md", """
                # The `first` heading, and more

                [there](#the-first-heading-and-more) [not](#the-second) [named](b.md#x) [not](b.md#y) [gone](c.md)
                [far](https://example.org/x) `[in code](d.md)`

                ```
                # no heading
                [in code](e.md)
                ```
                [not](#no-heading)
                """);
        write("docs/b.md", "<a id=\"x\"></a>\n# B\n");
        assertThat(new Links(folder).deadLinks(List.of(page)))
                .containsExactly(
                        "docs/a.md: #the-second", "docs/a.md: b.md#y", "docs/a.md: c.md", "docs/a.md: #no-heading");
    }

    @Test
    void anAnchorThatIsThereTwiceOrNamedForAnotherPageIsFound() throws IOException {
        Path page = write("mm.md", "<a id=\"mm-1\"></a> <a id=\"mm-1\"></a> <a id=\"odp-1\"></a>");
        assertThat(new Links(folder).badAnchors(List.of(page))).containsExactly("mm.md: mm-1", "mm.md: odp-1");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
