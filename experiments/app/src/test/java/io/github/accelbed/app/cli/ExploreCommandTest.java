package io.github.accelbed.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.app.cli.CommandLineTest.Result;
import io.github.accelbed.explorer.Budget;
import io.github.accelbed.explorer.ExploreSettings;
import io.github.accelbed.explorer.Reduction;
import io.github.accelbed.explorer.Sampling;
import io.github.accelbed.explorer.text.Golden;
import io.github.accelbed.explorer.text.HandMade;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.RunResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Guards against settings that do not arrive, results that a script takes for others, and mistakes without a clear message. */
final class ExploreCommandTest {
    @TempDir
    private Path folder;

    private final List<ExploreSettings> asked = new ArrayList<>();
    private String file = "";

    @BeforeEach
    void writeTheScenario() throws IOException {
        file = Files.writeString(folder.resolve("race.scn"), HandMade.SCENARIO).toString();
    }

    private Result explore(RunResult found, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandLine.IFactory factory = new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == ExploreCommand.class
                        ? type.cast(new ExploreCommand((settings, watcher, scenarios, progress) -> {
                            asked.add(settings);
                            return found;
                        }))
                        : CommandLine.defaultFactory().create(type);
            }
        };
        List<String> line = new ArrayList<>(List.of("explore", file));
        line.addAll(List.of(options));
        int code = Main.execute(
                factory,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                line.toArray(String[]::new));
        return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static RunResult good() {
        return HandMade.run(List.of(HandMade.uacce("6.1")));
    }

    @Test
    void whatIsPrintedIsWhatWasReadAndFoundRight() throws IOException {
        Result result = explore(HandMade.result(), "--kernel", "5.8,6.1,6.18");

        Golden.check("explore-command.txt", result.out().replace(folder.toString(), "FOLDER"));
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theFirstLineCanBePastedIntoAShell() {
        Result result = explore(good(), "--random", "10", "--seed", "7", "--witness", "none");

        assertThat(result.out())
                .startsWith("To repeat with accelbed " + Main.VERSION + ": accelbed explore " + file
                        + " --random 10 --seed 7 --witness none" + System.lineSeparator());
    }

    @Test
    void withoutOptionsEverythingIsExploredAndCounted() {
        explore(good());

        ExploreSettings settings = asked.get(0);
        assertThat(settings.budget()).isEqualTo(Budget.NONE);
        assertThat(settings.reduction()).isEqualTo(Reduction.STATES);
        assertThat(settings.sampling()).isNull();
        assertThat(settings.run().backends()).isEmpty();
        assertThat(settings.run().timeLines()).isTrue();
    }

    @Test
    void optionsReachTheExplorer() {
        explore(good(), "--backend", "uacce", "--kernel", "6.1", "--reduce", "orders", "--budget", "30s");
        explore(good(), "--random", "1000", "--seed", "-7", "--witness", "none");

        assertThat(asked.get(0).run().backends()).containsExactly("uacce");
        assertThat(asked.get(0).run().kernels()).containsExactly(KernelVersion.parse("6.1"));
        assertThat(asked.get(0).reduction()).isEqualTo(Reduction.ORDERS);
        assertThat(asked.get(1).sampling()).isEqualTo(new Sampling(1000, -7));
        assertThat(asked.get(1).run().timeLines()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "2m, 120000", "1h, 3600000", "007s, 7000"})
    void aBudgetOfTimeHasAUnit(String text, long ms) {
        explore(good(), "--budget", text);

        assertThat(asked.get(0).budget()).isEqualTo(new Budget(Duration.ofMillis(ms), null));
    }

    @Test
    void aBudgetMayBeAsLargeAsANumberCanBe() {
        explore(good(), "--budget", "9223372036854775807");
        explore(good(), "--budget", "9223372036854775807s");

        assertThat(asked.get(0).budget()).isEqualTo(new Budget(null, Long.MAX_VALUE));
        assertThat(asked.get(1).budget()).isEqualTo(new Budget(Duration.ofSeconds(Long.MAX_VALUE), null));
    }

    @Test
    void aBudgetWithoutAUnitIsANumberOfSchedules() {
        explore(good(), "--budget", "1000000");

        assertThat(asked.get(0).budget()).isEqualTo(new Budget(null, 1_000_000L));
    }

    @ParameterizedTest
    @CsvSource({"0", "0s", "-5", "1.5s", "30 s", "s", "3d", "99999999999999999999", "9223372036854775807h", "-1s", "1e3"
    })
    void whatIsNoBudgetEndsWith2AndSaysWhatOneIs(String text) {
        Result result = explore(good(), "--budget=" + text);

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("'" + text + "' is no budget; expected a time as 500ms, 30s, 2m or 1h, or a whole number");
        assertThat(asked).isEmpty();
    }

    @Test
    void optionsThatDoNotGoTogetherEndWith2() {
        assertThat(List.of(
                        explore(good(), "--seed", "7"),
                        explore(good(), "--random", "7"),
                        explore(good(), "--random", "0", "--seed", "1"),
                        explore(good(), "--random", "7", "--seed", "1", "--reduce", "orders"),
                        explore(good(), "--reduce", "nothing"),
                        explore(good(), "--witness", "some")))
                .allMatch(result ->
                        result.code() == ExitCode.USAGE && result.out().isEmpty())
                .extracting(Result::err)
                .satisfiesExactly(
                        err -> assertThat(err).contains("--seed is of no use without --random"),
                        err -> assertThat(err).contains("--random needs --seed N"),
                        err -> assertThat(err).contains("--random must be at least 1, not 0"),
                        err -> assertThat(err).contains("--reduce is of no use with --random"),
                        err -> assertThat(err).contains("--reduce").contains("nothing"),
                        err -> assertThat(err).contains("--witness").contains("some"));
        assertThat(asked).isEmpty();
    }

    @Test
    void exitCodesTellAFailureFromAnUnfinishedExplorationFromSuccess() {
        RunResult unfinished = HandMade.run(List.of(HandMade.uacce("6.1"), HandMade.vfio("6.1", false)));
        RunResult broken =
                HandMade.run(List.of(HandMade.vfio("5.8", false), HandMade.vfio("6.1", true), HandMade.uacce("6.1")));

        assertThat(explore(good()).code()).isEqualTo(ExitCode.OK);
        assertThat(explore(unfinished).code()).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(explore(broken).code()).isEqualTo(ExitCode.DIFFERS);
    }

    @Test
    void jsonOnStdoutStandsAlone() {
        Result result = explore(HandMade.result(), "--json", "-");

        assertThat(result.out()).startsWith("{").contains("\"explored\" : {").doesNotContain("To repeat");
    }

    @Test
    void aFileThatCannotBeWrittenIsFoundOutBeforeTheWork() {
        Result result =
                explore(good(), "--json", folder.resolve("none/out.json").toString());

        assertThat(result.code()).isEqualTo(ExitCode.IO);
        assertThat(asked).isEmpty();
    }

    @Test
    void diffFindsOutcomesThatCameWentAndChangedTheirCount() throws IOException {
        String before = folder.resolve("old.json").toString();
        String after = folder.resolve("new.json").toString();
        explore(HandMade.run(List.of(HandMade.vfio("6.1", true), HandMade.uacce("6.1"))), "--json", before);
        explore(HandMade.run(List.of(HandMade.vfio("6.1", false), HandMade.uacce("6.1"))), "--json", after);
        Files.writeString(Path.of(after), Files.readString(Path.of(after)).replace("\"36\"", "\"37\""));

        Result result = CommandLineTest.accelbed("diff", before, after);

        assertThat(result.code()).isEqualTo(ExitCode.DIFFERS);
        assertThat(result.out())
                .contains("- 36 schedules, faults: IO page fault", "+ 37 schedules, faults: IO page fault")
                .contains("vfio on 6.1, outcome {r0=0, r1=ok, stale(q)=1}")
                .contains("- not counted, not as expected")
                .contains("- error by partial-order reduction, not met: vfio: r0 = \"old\", circles of locks: 1")
                .contains("+ incomplete by partial-order reduction")
                .doesNotContain("outcome {r0=old");
    }

    @Test
    void completionAndHelpKnowTheCommand() {
        assertThat(CommandLineTest.accelbed("--help").out()).contains("explore").contains("5 the budget");
        assertThat(CommandLineTest.accelbed("generate-completion").out()).contains("_picocli_accelbed_explore");
    }
}
