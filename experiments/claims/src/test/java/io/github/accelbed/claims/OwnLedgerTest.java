package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.accelbed.scenario.builtin.ScenarioFileException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against a mistake in somebody's ledger that ends in a stack trace, or in a message that does not say where it is. */
final class OwnLedgerTest {
    private static final String GOOD = """
            subject: "a thread"
            kernel: "5.8"
            claims:
              - id: my-1
                author: N. N.
                date: "2020"
                says: "It is so."
                backends: [vfio]
                judge:
                  - holds: r0 = "old"
                    cases:
                      after a fork: fork-cow/parent-writes-first
            """;

    @TempDir
    private Path folder;

    private OwnLedger read(String text) throws IOException {
        return OwnLedger.read(Files.writeString(folder.resolve("mine.yaml"), text));
    }

    private void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(LedgerException.class)
                .hasMessageStartingWith(folder.resolve("mine.yaml").toString())
                .hasMessageContaining(message);
    }

    @Test
    void aGoodOneIsReadWithTheScenariosBesideIt() throws IOException {
        Files.writeString(folder.resolve("own.scn"), """
                scenario my/own
                title "Is it?"
                backend vfio
                claim my-1
                run
                  A: mmap buf 1
                  A: open q
                  A: map q buf
                  q: read buf -> r0
                expect
                  r0 = 0
                """);
        OwnLedger ledger = read(GOOD.replace("fork-cow/parent-writes-first", "[fork-cow/parent-writes-first, my/own]"));

        assertThat(ledger.ledger().ids()).containsExactly("my-1");
        assertThat(ledger.ledger().claims().get(0).evidence().get(0).scenarios())
                .containsExactly("fork-cow/parent-writes-first", "my/own");
    }

    /** One mistake each: what is replaced, by what, at which line it is found, and what is said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            nullValues = "none",
            value = {
                "`holds: r0`; `hold: r0`; 10; there is no key 'hold' here; did you mean 'holds'?",
                "author: N. N.; autor: N. N.; 5; there is no key 'autor' here; did you mean 'author'?",
                "`says: \"It is so.\"`; `says: [It, is]`; 7; found a list, expected a text",
                "`says: \"It is so.\"`; `says:`; 7; found nothing, expected a text",
                "`cases:\n          `; `cases: of\n#`; 11; found a text, expected keys with values",
                "parent-writes-first; parent-writes-firs; 12; is no scenario; did you mean 'fork-cow/parent-writes-first'?",
                "`[vfio]`; `[vfoi]`; 8; 'vfoi' is no row; did you mean 'vfio'?",
                "`[vfio]`; `[mm]`; 10; opens a queue",
                "`r0 = \"old\"`; `r9 = \"old\"`; 10; cannot be asked of fork-cow/parent-writes-first",
                "`r0 = \"old\"`; `stail(q) > 0`; 10; did you mean 'stale'?",
                "`r0 = \"old\"`; `r0 = = 1`; 10; cannot be asked of",
                "`holds: r0 = \"old\"`; `compare: {counter: sycalls(A), is: '<'}`; 10; did you mean 'syscalls'?",
                "`holds: r0 = \"old\"`; `compare: {counter: syscalls(A), is: '=<'}`; 10; '=<' is no comparison",
                "`holds: r0 = \"old\"`; `same-as: odb`; 10; 'odb' is no row; did you mean 'odp'?",
                "`holds: r0 = \"old\"`; `offers: [opne]`; 10; 'opne' is no step; did you mean 'open'?",
                "`holds: r0 = \"old\"`; `is: out of tre`; 10; 'out of tre' is no trait of a row; did you mean 'out of tree'?",
                "`- holds`; `- without: [early-copy]\n        holds`; 10; move this part from 'judge' to 'explain'",
                "judge:; `not-testable: no\n    judge:`; 9; it has 'judge' as well",
                "`date: \"2020\"`; `date: \"2020\"\n    kernels: 5.9..`; 7; leaves out the kernel of the claim's own day, 5.8",
                "`date: \"2020\"`; `date: \"2020\"\n    kernels: 5.x`; 7; '5.x' is no kernel version",
                "`date: \"2020\"`; `date: \"2020\"\n    sense: kan`; 7; 'kan' is no sense; did you mean 'can'?",
                "`date: \"2020\"`; `date: \"2020\"\n    date: \"2021\"`; 7; the key 'date' stands here a second time",
                "`kernel: \"5.8\"`; `kernel: \"3.8\"`; 2; 3.8",
                "`subject: \"a thread\"`; `# none`; 2; 'subject' is missing here",
                "`kernel: \"5.8\"`; `# none`; 1; 'kernel' is missing here",
                "id: my-1; id: my 1; 4; 'my 1' is no claim's id",
                "`subject: \"a thread\"`; `subject: \"a thread`; 2; this is no YAML",
            })
    void eachMistakeIsFoundAtItsLine(String right, String wrong, int line, String message) {
        String text = GOOD.replace(right, wrong);
        assertThat(text).isNotEqualTo(GOOD);
        refused(text, ":" + line + ": ");
        refused(text, message);
    }

    @Test
    void anUnknownMechanismIsNamed() {
        refused(GOOD + """
                    explain:
                      - without: [early-copi]
                        holds: r0 = "old"
                        cases:
                          after a fork: fork-cow/parent-writes-first
                """, ":14: 'early-copi' is no mechanism; did you mean 'early-copy'?");
    }

    @Test
    void twoOfOneIdAreRefused() {
        refused(GOOD + GOOD.substring(GOOD.indexOf("  - id")), ":13: a second claim has the id my-1");
    }

    @Test
    void anEmptyFileSaysWhatALedgerHas() {
        refused("", ":1: nothing stands here; a ledger has 'subject', 'kernel' and 'claims'");
        refused("# only a comment\n", ":1: nothing stands here");
        refused("subject: a\nkernel: 5.8\nclaims: []\n", ":3: found no claim");
    }

    @Test
    void aliasesAndDeepNestingAreRefusedBeforeTheyGrow() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append("*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> refused(bomb.toString(), ":2: an alias (*name)"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> refused("[".repeat(500_000), ":1: this is nested more than 20 deep"));
    }

    @Test
    void aRawControlCharacterIsNamed() {
        refused(GOOD.replace("It is so.", "It \u001b[2J is so."), ":7: the character U+001B cannot stand in YAML");
    }

    @Test
    void whatIsNoSmallRegularFileIsNotRead() throws IOException, InterruptedException {
        assertThatThrownBy(() -> OwnLedger.read(folder))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("this is a directory");
        Path big = folder.resolve("big.yaml");
        try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength(100_000_000);
        }
        assertThatThrownBy(() -> OwnLedger.read(big))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("found 100000000 bytes, expected at most 1048576");
        Path pipe = folder.resolve("pipe.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> OwnLedger.read(pipe))
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContaining("this is no regular file"));
        assertThatThrownBy(() -> OwnLedger.read(folder.resolve("none.yaml")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/dev/null"})
    void aDeviceIsNotRead(String device) {
        assertThatThrownBy(() -> OwnLedger.read(Path.of(device)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("this is no regular file");
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("mine.yaml"), "subject: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> OwnLedger.read(file)).hasMessageContaining("it is not UTF-8");
    }

    @Test
    void aBrokenScenarioBesideItIsNamed() throws IOException {
        Files.writeString(folder.resolve("bad.scn"), "scenario my/bad\n");
        assertThatThrownBy(() -> read(GOOD))
                .isInstanceOf(ScenarioFileException.class)
                .hasMessageContaining("bad.scn");
    }
}
