package io.github.accelbed.conformance.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Guards against an agent that leaves something behind, and against a machine's refusal without a reason. */
@Isolated("looks for what any agent leaves behind")
class NativeAgentTest {

    private static List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("accelbed-agent"))
                    .toList();
        }
    }

    @Test
    void aMissingCompilerIsNamedAndLeavesNothing() throws IOException {
        List<Path> before = folders();

        assertThatThrownBy(() -> NativeAgent.build("no-such-compiler"))
                .isInstanceOf(AgentException.class)
                .hasMessage("found no C compiler 'no-such-compiler'; install gcc or clang, or set CC to one");
        assertThat(folders()).isEqualTo(before);
    }

    @Test
    void aCompilerThatFailsIsNamed() {
        assertThatThrownBy(() -> NativeAgent.build("false"))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("false cannot build the native agent");
    }

    @Test
    void theSourcesCompileWithoutAWarning() throws AgentException {
        LiveAgent.required().close();
        NativeAgent.build("cc -Wall -Wextra -Werror").close();
    }

    @Test
    void itsFolderIsGoneWhenItIsClosed() throws AgentException, IOException {
        NativeAgent agent = LiveAgent.required();
        List<Path> during = folders();
        agent.close();

        assertThat(during).isNotEmpty();
        assertThat(folders()).isNotEqualTo(during);
    }

    @Test
    void aProgramsProcessesAreGoneWhenItsAnswersAreThere() throws AgentException {
        try (NativeAgent agent = LiveAgent.required();
                AgentSession session = new AgentSession(agent)) {
            long before = agents().count();
            AgentProgram program = new AgentProgram();
            program.sizeBuffer("b", 1);
            program.step("fork", 0, program.process("B"));
            program.step("vfork", 1, program.process("C"));
            program.step("exec", 2);
            program.step("open", 0, program.queue("q"), 0);

            assertThat(session.run(program)).hasSize(4).allMatch(step -> step.answer() != null);
            assertThat(before).isPositive();
            assertThat(agents()).hasSize((int) before);
        }
        assertThat(agents()).isEmpty();
    }

    private static Stream<ProcessHandle> agents() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("accelbed-agent"));
    }

    @Test
    void oneComparisonAtATimeUsesKsmd() throws AgentException {
        try (NativeAgent agent = LiveAgent.required()) {
            try (AgentSession session = new AgentSession(agent);
                    AgentSession beside = new AgentSession(agent)) {
                assumeTrue(session.abilities().ksmRefused() == null, "ksmd is left alone here");
                assertThat(beside.abilities().ksmRefused()).isEqualTo("another comparison uses ksmd");
            }
            try (AgentSession after = new AgentSession(agent)) {
                assertThat(after.abilities().ksmRefused()).isNull();
            }
        }
    }

    @Test
    void ksmdIsStoppedIfTheAgentIsKilledWhileItMerges() throws AgentException, IOException, InterruptedException {
        try (NativeAgent agent = LiveAgent.required()) {
            Process process = agent.start(ProcessBuilder.Redirect.DISCARD, "run", "/var/tmp");
            try (BufferedReader from = process.inputReader()) {
                List<String> greeting =
                        from.lines().takeWhile(line -> !line.equals("ready")).toList();
                assumeTrue(greeting.contains("ksm yes"), "ksmd is left alone here");
                process.outputWriter()
                        .append("ksm 0\n".repeat(50))
                        .append("end\n")
                        .flush();
                awaitKsmd("1");
            }
            process.destroyForcibly().waitFor();

            awaitKsmd("0");
        }
    }

    private static void awaitKsmd(String run) throws IOException, InterruptedException {
        Path file = Path.of("/sys/kernel/mm/ksm/run");
        for (int waited = 0; waited < 5000 && !Files.readString(file).strip().equals(run); waited++) {
            Thread.sleep(1);
        }
        assertThat(file).hasContent(run);
    }

    @Test
    void aProgramEndsWithItsSession() throws AgentException, InterruptedException {
        try (NativeAgent agent = LiveAgent.required()) {
            Process process = agent.start(ProcessBuilder.Redirect.DISCARD, "run", "/var/tmp");
            process.destroyForcibly();

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aMalformedProgramIsRefusedWithItsLine() throws AgentException {
        try (NativeAgent agent = LiveAgent.required();
                AgentSession session = new AgentSession(agent)) {
            AgentProgram program = new AgentProgram();
            program.step("jump", 0, 1);

            assertThatThrownBy(() -> session.run(program))
                    .isInstanceOf(AgentException.class)
                    .hasMessage("the native agent ended: malformed program: jump 0 1");
        }
    }
}
