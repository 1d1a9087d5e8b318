package io.github.accelbed.app.cli;

import static io.github.accelbed.app.cli.CommandLineTest.accelbed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.app.cli.CommandLineTest.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against a ledger that cannot be read, pasted or compared. */
final class ClaimsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theTableGivesTheThreeVerdictsAndTheConditionOfAClaim() {
        Result result = accelbed("claims", "002-2");

        assertThat(result.code()).isEqualTo(0);
        assertThat(result.out())
                .contains("002-2   HOLDS         REFUTED       CONDITIONAL   Zhangfei Gao")
                .contains("all kernels: up to 5.8")
                .contains("1 claims; over all kernels 1 CONDITIONAL");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theTableIsNoWiderThanATerminal() {
        assertThat(accelbed("claims", "004-5").out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void allThatIsKnownOfAClaimFitsInto72ColumnsAndSaysHowToRepeatIt() {
        Result result = accelbed("claims", "002-2", "--format", "text", "--long");

        assertThat(result.code()).isEqualTo(0);
        assertThat(result.out().lines())
                .allMatch(line -> line.length() <= 72 || !line.strip().contains(" "));
        assertThat(result.out())
                .contains("Claim 002-2, Zhangfei Gao, 2019-08-14,")
                .contains("today (7.0) REFUTED")
                .contains("To repeat: accelbed claims 002-2 --format text --long");
        assertThat(accelbed("claims", "002-2", "--long").code()).isEqualTo(2);
    }

    @Test
    void theExampleOfTheDocsGivesTheReplyThatTheDocsShow() throws IOException {
        String docs = Files.readString(Path.of("../../docs/claims.md"));
        String ledger = json("mine.yaml", block(docs, "```yaml\n"));
        json("after-a-fork.scn", block(docs, "```\n# The parent"));
        Result result = accelbed("claims", "--ledger", ledger, "--format", "text");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isEqualTo(0);
        assertThat(result.out()).isEqualTo(block(docs, "```text\n"));
        assertThat(accelbed("claims", "--ledger", ledger, "my-2").err())
                .contains("'my-2' is no claim; did you mean 'my-1'?");
    }

    private static String block(String docs, String begin) {
        int from = docs.indexOf('\n', docs.indexOf(begin)) + 1;
        assertThat(docs).contains(begin);
        return docs.substring(from, docs.indexOf("```", from));
    }

    @Test
    void aMistakeInALedgerEndsWith2AndOneLine() throws IOException {
        String ledger = json("mine.yaml", "subject: a\nkernel: 5.8\nclames: []\n");
        Result result = accelbed("claims", "--ledger", ledger);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("mine.yaml:3: there is no key 'clames' here; did you mean 'claims'?")
                .doesNotContain("\tat ");
    }

    @Test
    void controlCharactersOfALedgerAreShownEscaped() throws IOException {
        String ledger = json("mine.yaml", """
                subject: a
                kernel: 5.8
                claims:
                  - {id: x, author: "a\\e[2J", date: "1", says: "b\\u202e", not-testable: "c\\a"}
                """);
        for (String format : new String[] {"table", "text", "markdown"}) {
            Result result = accelbed("claims", "--ledger", ledger, "--format", format);
            assertThat(result.code()).isEqualTo(0);
            assertThat(result.out().chars()).noneMatch(c -> (c != '\n' && Character.isISOControl(c)) || c == 0x202e);
            assertThat(result.out()).contains("u001b").contains("u202e").contains("u0007");
        }
    }

    @Test
    void withoutTheEarlyCopyTheVerdictOfTodayTurns() {
        Result result = accelbed("claims", "002-2", "--ablate");

        assertThat(result.out()).contains("without early-copy: today (7.0): REFUTED becomes HOLDS");
        assertThat(result.err()).contains("accelbed: without early-copy");
    }

    @Test
    void anUnknownClaimEndsWith2AndNamesTheNearest() {
        Result result = accelbed("claims", "004-200");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("'004-200' is no claim; did you mean '004-20'?");
    }

    @Test
    void anUnknownFormatEndsWith2() {
        assertThat(accelbed("claims", "002-2", "--format", "xml").code()).isEqualTo(2);
    }

    private String json(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void theSameResultsDoNotDiffer() throws IOException {
        String text = accelbed("claims", "002-2", "--format", "json").out();
        Result result = accelbed("diff", json("a.json", text), json("b.json", text));

        assertThat(result.code()).isEqualTo(0);
        assertThat(result.out()).startsWith("0 of ");
    }

    @Test
    void averdictThatTurnedIsShownAndEndsWith1() throws IOException {
        String text = accelbed("claims", "002-2", "--format", "json").out();
        String changed = text.replaceFirst("\"verdict\" : \"HOLDS\"", "\"verdict\" : \"REFUTED\"");
        Result result = accelbed("diff", json("a.json", text), json("b.json", changed));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("claim 002-2, then (5.3)\n  - HOLDS\n  + REFUTED\n1 of ");
    }

    @Test
    void anOutcomeThatChangedIsShown() throws IOException {
        String text =
                accelbed("run", "fork-cow/parent-writes-first", "--json", "-").out();
        Result result =
                accelbed("diff", json("a.json", text), json("b.json", text.replaceFirst("\"old\"", "\"older\"")));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("fork-cow/parent-writes-first, vfio on 4.20\n  - pass {r0=old}\n  + pass {r0=older}\n");
    }

    @Test
    void aCellThatIsGoneIsADifference() throws IOException {
        String both =
                accelbed("run", "fork-cow/parent-writes-first", "--json", "-").out();
        String one = accelbed("run", "fork-cow/parent-writes-first", "--kernel", "4.20", "--json", "-")
                .out();

        assertThat(accelbed("diff", json("a.json", both), json("b.json", one)).out())
                .contains("fork-cow/parent-writes-first, vfio on 5.8\n  - pass {r0=old}\n");
    }

    @Test
    void whatIsNoResultEndsWith2AndSaysWhere() throws IOException {
        String good =
                json("a.json", accelbed("claims", "002-2", "--format", "json").out());

        Result broken = accelbed("diff", good, json("b.json", "{\n\"a\" 1}"));
        assertThat(broken.code()).isEqualTo(2);
        assertThat(broken.err())
                .contains("b.json:2:")
                .contains("this is no JSON")
                .doesNotContain("\tat ");

        Result other = accelbed("diff", good, json("c.json", "{}"));
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("c.json: no results of accelbed");

        Result newer = accelbed("diff", good, json("d.json", "{\"schemaVersion\":2,\"claims\":[]}"));
        assertThat(newer.code()).isEqualTo(2);
        assertThat(newer.err()).contains("its schemaVersion is 2, this program reads 1");

        Path bytes = Files.write(folder.resolve("e.json"), new byte[] {(byte) 0xff, (byte) 0xfe, '{'});
        Result binary = accelbed("diff", good, bytes.toString());
        assertThat(binary.code()).isEqualTo(2);
        assertThat(new String(binary.err().getBytes(UTF_8), UTF_8))
                .contains("e.json")
                .doesNotContain("\tat ");
    }

    @Test
    void aMissingFileEndsWith4() throws IOException {
        Result result = accelbed("diff", folder.resolve("none.json").toString(), json("a.json", "{}"));

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("none.json': there is no such file");
    }
}
