package io.github.accelbed.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against stack traces, silent failures and wrong exit codes: one clear message for each mistake. */
class CommandLineTest {

    record Result(int code, String out, String err) {}

    @TempDir
    private Path folder;

    static Result accelbed(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.execute(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
        return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path scenario(String name, String expected) throws IOException {
        return write(name, """
                scenario test/one
                title "What does A read?"
                kernel 5.8 6.1
                run
                  A: mmap buf 1
                  A: write buf[0] 7
                  A: read buf[0] -> r0
                expect
                  r0 = %s
                """.formatted(expected));
    }

    @Test
    void aScenarioWhoseExpectationsHoldEndsWith0() throws IOException {
        Result result = accelbed("run", scenario("one.scn", "7").toString());

        assertThat(result.code).isEqualTo(0);
        assertThat(result.out).contains("mm       5.8..6.1    pass   r0=7").contains("2 pass");
        assertThat(result.err).isEmpty();
    }

    @Test
    void anExpectationThatIsNotMetEndsWith1AndIsNamed() throws IOException {
        Result result = accelbed("run", scenario("one.scn", "8").toString());

        assertThat(result.code).isEqualTo(1);
        assertThat(result.out).contains("line 9 is not met: r0 = 8").contains("2 fail");
    }

    @Test
    void aStepThatFailsAndBindsNothingIsAnErrorOfItsLine() throws IOException {
        Path file = write(
                "e.scn",
                "scenario e\ntitle \"t\"\nkernel 6.1\nrun\n  A: mmap b 1\n  A: munmap b\n  A: write b[0] 1\nexpect\n  elapsed >= 0\n");

        Result result = accelbed("run", file.toString());

        assertThat(result.code).isEqualTo(1);
        assertThat(result.out).contains("line 7: the step answered SIGSEGV and binds no register");
    }

    @Test
    void aScenarioThatIsNamedTwiceRunsOnce() throws IOException {
        String file = scenario("one.scn", "7").toString();

        assertThat(accelbed("run", file, file, "--json", "-").out).isEqualTo(accelbed("run", file, "--json", "-").out);
        assertThat(accelbed("run", "races/fork-cow-read", "races/fork-cow-read").code)
                .isEqualTo(0);
    }

    @Test
    void twoFilesWithScenariosOfOneNameAreRefused() throws IOException {
        Result result = accelbed(
                "run",
                scenario("one.scn", "7").toString(),
                scenario("two.scn", "8").toString(),
                "--json",
                folder.resolve("o.json").toString());

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).contains("one.scn' and '").contains("two.scn' are both scenario 'test/one'");
        assertThat(folder.resolve("o.json")).doesNotExist();
    }

    @Test
    void aFileWithoutEndIsTooLarge() {
        Result result = accelbed("run", "/dev/zero");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).contains("expected at most 1048576 (1 MiB)");
    }

    @Test
    void jsonOnStdoutIsTheSameBytesTwice() throws IOException {
        String file = scenario("one.scn", "7").toString();

        Result first = accelbed("run", file, "--json", "-");

        assertThat(first.out)
                .startsWith("{")
                .contains("\"schemaVersion\"")
                .isEqualTo(accelbed("run", file, "--json", "-").out);
    }

    @Test
    void jsonGoesToAFileWholeOrNotAtAll() throws IOException {
        String file = scenario("one.scn", "7").toString();
        Path target = folder.resolve("out.json");

        assertThat(accelbed("run", file, "--json", target.toString()).code).isEqualTo(0);
        assertThat(target).content().contains("\"r0\"");

        Result refused =
                accelbed("run", file, "--json", folder.resolve("none/out.json").toString());
        assertThat(refused.code).isEqualTo(4);
        assertThat(refused.err)
                .isEqualToIgnoringNewLines("accelbed: cannot write '" + folder.resolve("none/out.json") + "'");
    }

    @Test
    void aDirectoryIsNotReplacedByAFile() throws IOException {
        Path target = Files.createDirectory(folder.resolve("empty"));

        Result result = accelbed("run", scenario("one.scn", "7").toString(), "--json", target.toString());

        assertThat(result.code).isEqualTo(4);
        assertThat(result.err).isEqualToIgnoringNewLines("accelbed: cannot write '" + target + "', it is a directory");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aSymbolicLinkStaysOneAndItsFileIsWritten() throws IOException {
        Path target = write("target.json", "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), target);

        assertThat(accelbed("run", scenario("one.scn", "7").toString(), "--json", link.toString()).code)
                .isEqualTo(0);

        assertThat(link).isSymbolicLink();
        assertThat(target).content().contains("\"r0\"");
    }

    @Test
    void aNewFileHasTheRightsThatTheUserGivesToNewFiles() throws IOException {
        Path target = folder.resolve("out.json");
        Path ordinary = write("ordinary", "");

        accelbed("run", scenario("one.scn", "7").toString(), "--json", target.toString());

        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    void oneMalformedFileMeansThatNothingRuns() throws IOException {
        scenario("a.scn", "7");
        Path bad = write("b.scn", "scenario b\ntitle \"t\"\nrun\n  A: mmpa buf 1\nexpect\n  elapsed > 0\n");

        Result result = accelbed("run", folder.toString());

        assertThat(result.code).isEqualTo(2);
        assertThat(result.out).isEmpty();
        assertThat(result.err).contains(bad + ":4:6:").contains("mmpa").contains("mmap");
    }

    @Test
    void unknownNamesGetTheNearestKnownOne() throws IOException {
        String file = scenario("one.scn", "7").toString();

        assertThat(accelbed("rum").err).contains("did you mean 'run'?");
        assertThat(accelbed("run", "fork-cow/parent-writes-fist").err)
                .contains("did you mean 'fork-cow/parent-writes-first'?");
        assertThat(accelbed("run", file, "--kernel", "5.20").err)
                .contains("there is no kernel 5.20 here; the nearest known one is 5.19");
        assertThat(accelbed("run", file, "--backend", "nope").err).contains("'nope' is no backend");
        assertThat(accelbed("experiment", "nope").err).contains("'nope' is no experiment");
        assertThat(accelbed("rum").code).isEqualTo(2);
        assertThat(accelbed("experiment", "nope").code).isEqualTo(2);
    }

    @Test
    void aDirectoryWithoutScenariosIsNamed() {
        Result result = accelbed("run", folder.toString());

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).contains("the directory '" + folder + "' holds no scenarios");
    }

    @Test
    void aMalformedCostFileNamesItsLine() throws IOException {
        String file = scenario("one.scn", "7").toString();
        Path costs = write("costs.csv", "cost,ns,source,verified\nsyscall,-1,me,yes\n");

        Result result = accelbed("run", file, "--costs", costs.toString());

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).contains(costs + ":2: '-1' is no number of nanoseconds");
    }

    @Test
    void costsChangeTheElapsedTime() throws IOException {
        Path file = write("t.scn", "scenario t\ntitle \"t\"\nkernel 6.1\nrun\n  A: mmap b 1\nexpect\n  elapsed = 5\n");
        Path costs = write("costs.csv", "cost,ns,source,verified\nmmap-munmap,5,me,no\n");

        assertThat(accelbed("run", file.toString(), "--costs", costs.toString()).code)
                .isEqualTo(0);
        assertThat(accelbed("run", file.toString()).code).isEqualTo(1);
    }

    @Test
    void costsChangeWhatAnExperimentFinds() throws IOException {
        String costs = write("costs.csv", "cost,ns,source,verified\ncpu-cow-fault,123456,me,no\n")
                .toString();
        String[] small = {"--set", "max-pages=16", "--set", "repeats=1"};

        assertThat(experiment("default", small)).isEqualTo(experiment("again", small));
        assertThat(experiment("dear", "--costs", costs, small[0], small[1], small[2], small[3]))
                .isNotEqualTo(experiment("default", small));
    }

    private String experiment(String name, String... options) throws IOException {
        Path target = folder.resolve(name);
        List<String> line = new ArrayList<>(List.of("experiment", "fork-cow", "-o", target.toString()));
        line.addAll(List.of(options));
        Result result = accelbed(line.toArray(String[]::new));
        assertThat(result.code).as(result.err).isEqualTo(0);
        StringBuilder tables = new StringBuilder();
        try (Stream<Path> files = Files.list(target)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
                tables.append(Files.readString(file));
            }
        }
        return tables.toString();
    }

    @Test
    void aMalformedCostFileIsAUsageErrorOfEveryCommandThatRunsTheModel() throws IOException {
        String costs = Files.write(folder.resolve("bytes.csv"), new byte[] {(byte) 0xff})
                .toString();
        String target = folder.resolve("target").toString();

        for (Result result : List.of(
                accelbed("run", "fork-cow/parent-writes-first", "--costs", costs),
                accelbed("experiment", "fork-cow", "-o", target, "--costs", costs),
                accelbed("report", "-o", target, "--costs", costs))) {
            assertThat(result.code).isEqualTo(2);
            assertThat(result.err).isEqualToIgnoringNewLines("accelbed: " + costs + ":1: the file is not UTF-8 text");
        }
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    void aReportIntoSomethingThatIsNoReportFolderIsRefused() throws IOException {
        Path file = write("file", "text");

        Result result = accelbed("report", "-o", file.toString());

        assertThat(result.code).isEqualTo(4);
        assertThat(result.err).contains(file.toString()).doesNotContain("Exception");
        assertThat(file).hasContent("text");
    }

    @Test
    void listNamesEveryKind() {
        Result result = accelbed("list");

        assertThat(result.code).isEqualTo(0);
        assertThat(result.out).contains("fork-cow/parent-writes-first").contains("5.17   mm era E3");
        assertThat(accelbed("list", "costs").out).contains("odp-fault-detect").contains("UNVERIFIED");
        assertThat(accelbed("list", "backends").out)
                .contains("skips open of, create-mdev, remove-mdev: uacce has no mdev")
                .contains("skips isolate: from 4.20 to 6.2 uacce isolates devices from 6.3 on");
    }
}
