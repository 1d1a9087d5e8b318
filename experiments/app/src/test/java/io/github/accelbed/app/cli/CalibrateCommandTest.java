package io.github.accelbed.app.cli;

import static io.github.accelbed.app.cli.CommandLineTest.accelbed;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.app.cli.CommandLineTest.Result;
import io.github.accelbed.conformance.agent.LiveAgent;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Guards against measuring for nothing, and against prices that no run reads. */
@Isolated("measures time")
class CalibrateCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured() {
        String file = folder.resolve("none/costs.csv").toString();

        Result result = accelbed("calibrate", "-o", file);

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).isEqualToIgnoringNewLines("accelbed: cannot write '" + file + "'");
        assertThat(result.out()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tooFewRoundsForAnIntervalAreAUsageError() {
        Result result = accelbed("calibrate", "--rounds", "5");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("accelbed: --rounds 5 is out of range: 6 to 10000");
    }

    @Test
    @Timeout(300)
    void withoutACompilerOneLineSaysWhatToInstall() throws Exception {
        LiveAgent.required().close();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(), "-cp", System.getProperty("java.class.path"), Main.class.getName(), "calibrate");
        builder.environment().put("CC", "/nonexistent/cc");
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        Process process = builder.start();

        assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(4);
        assertThat(Files.readString(folder.resolve("err")))
                .endsWith("accelbed: found no C compiler '/nonexistent/cc'; install gcc or clang, or set CC to one\n");
        assertThat(folder.resolve("out")).isEmptyFile();
    }

    @Test
    void whatIsMeasuredHereBecomesAFileThatChangesTheElapsedTimeOfARun() throws IOException {
        LiveAgent.required().close();
        Path costs = folder.resolve("costs.csv");

        Result result = accelbed("calibrate", "--rounds", "6", "-o", costs.toString());

        assertThat(result.code()).as(result.err()).isEqualTo(0);
        assertThat(result.out())
                .contains("6 rounds")
                .contains("measured ns        95 % interval  samples  shipped ns")
                .containsPattern("(?m)^syscall +[0-9.]+ +[0-9.]+ \\.\\. [0-9.]+ +6 +104\\.0$");
        CostTable table = CostTable.defaults().with(costs.toString(), Files.readString(costs));
        assertThat(table.entry(Cost.SYSCALL).source()).startsWith("measured on Linux ");
        assertThat(table.ps(Cost.CPU_COW_FAULT)).isGreaterThan(table.ps(Cost.SYSCALL));
        assertThat(table.entry(Cost.IOTLB_INVALIDATION))
                .isEqualTo(CostTable.defaults().entry(Cost.IOTLB_INVALIDATION));
        assertThat(elapsedIs(CostTable.defaults().ps(Cost.MMAP_MUNMAP) / 1000)).isEqualTo(0);
        assertThat(elapsedIs(CostTable.defaults().ps(Cost.MMAP_MUNMAP) / 1000, "--costs", costs.toString()))
                .isEqualTo(1);
    }

    private int elapsedIs(long ns, String... options) throws IOException {
        Path file = folder.resolve("t.scn");
        Files.writeString(
                file, "scenario t\ntitle \"t\"\nkernel 6.1\nrun\n  A: mmap b 1\nexpect\n  elapsed = " + ns + "\n");
        String[] line = new String[options.length + 2];
        line[0] = "run";
        line[1] = file.toString();
        System.arraycopy(options, 0, line, 2, options.length);
        return accelbed(line).code();
    }
}
