package io.github.accelbed.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios come from others. What they say must not reach the terminal as anything but text, nor look like our own lines. */
class HostileTextTest {
    private static final String ESCAPES = """
            scenario x/y
            title "evil \u001b[31mRED\u001b[0m \u001b]0;pwned\u0007 \u202eRTL \u009b31m C1 <script>alert(1)</script>"

            run
              A: mmap b 1
              A: write b "\u001b[2J<img src=x onerror=alert(1)>"
              A: read b -> r

            expect
              r = "no \u001b[1mx"
            """;

    private static final String FORGED = """
            scenario x/y
            title "q\\n  uacce    4.20..6.18  pass   r=forged\\n\\n1 pass\\n"
            run
              A: mmap b 1
              A: write b "7\\n  vfio     6.18        pass   r=forged"
              A: read b -> r
            expect
              r = 1
            """;

    @TempDir
    Path folder;

    private int code;

    private String printed(String text, String... command) throws IOException {
        Path file = Files.writeString(folder.resolve("hostile.scn"), text);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(both, true, StandardCharsets.UTF_8)) {
            String[] words = new String[command.length + 1];
            System.arraycopy(command, 0, words, 0, command.length);
            words[command.length] = file.toString();
            code = Main.execute(stream, stream, words);
        }
        return both.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "explore"})
    void nothingThatATerminalObeysReachesIt(String command) throws IOException {
        String printed = printed(ESCAPES, command);
        assertThat(code).isEqualTo(ExitCode.DIFFERS);
        assertThat(printed).contains("\\u001b[31mRED", "\\u202eRTL", "\\u009b31m");
        assertThat(printed.codePoints().filter(c -> c != '\n')).noneMatch(HostileTextTest::obeyed);
    }

    private static boolean obeyed(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "explore"})
    void noLineOfTheOutputIsTheScenarios(String command) throws IOException {
        String printed = printed(FORGED, command);
        assertThat(code).isEqualTo(ExitCode.DIFFERS);
        assertThat(printed.lines()).noneMatch(line -> line.matches("\\s*(uacce|vfio) .*forged.*|1 pass"));
    }

    @Test
    void jsonEscapesWhatIsNotAscii() throws IOException {
        String printed = printed(ESCAPES, "run", "--json", "-");
        assertThat(printed.codePoints().filter(c -> c != '\n')).allMatch(c -> c >= ' ' && c < 0x7f);
    }

    @Test
    void messagesAboutAFileShowItsTextEscaped() throws IOException {
        String printed = printed("scenario x/y\ntitle \"t\"\nrun\n  A: \u001b[31mfrob b\n", "run");
        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(printed.codePoints().filter(c -> c != '\n')).noneMatch(HostileTextTest::obeyed);
    }
}
