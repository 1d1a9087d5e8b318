package io.github.accelbed.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.LiveAgent;
import io.github.accelbed.conformance.agent.ThisMachine;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The model against the kernel that runs this test. Without a compiler or permission it is skipped, and says so. */
@Isolated("asks the running kernel")
class ConformanceLiveTest {
    private static final int PROGRAMS = 300;

    private static List<Scenario> builtIn() {
        return new ScenarioFiles(Scenarios.VOCABULARY).builtIn();
    }

    private static RunningKernel running() {
        try {
            return RunningKernel.find();
        } catch (AgentException e) {
            throw LiveAgent.skipped(e);
        }
    }

    private static Conformance conformance(RunningKernel kernel, List<Scenario> scenarios, int programs) {
        try (ThisMachine machine = new ThisMachine()) {
            return ConformanceRun.on(machine, kernel, scenarios, Scenarios.VOCABULARY, programs, 1, done -> {});
        } catch (AgentException e) {
            throw LiveAgent.skipped(e);
        }
    }

    @Test
    void modelAndKernelAgreeOnScenariosAndRandomPrograms() {
        Conformance found = conformance(running(), builtIn(), PROGRAMS);

        assertThat(found.disagreements())
                .as("%s", String.join("\n", ConformanceText.of(found)))
                .isEmpty();
        assertThat(found.programs().carriedOut()).isPositive();
        assertThat(found.agreement()).containsKeys("read", "write", "fork", "munmap", "device read");
    }

    /** With the rules of a kernel that is not running, the comparison must find what changed in between. */
    @Test
    void theRulesOf420AreFoundToBeOthersThanThoseOfAKernelFrom59On() {
        RunningKernel running = running();
        assumeTrue(running.version().since(5, 9), "a kernel from 5.9 on");
        RunningKernel old = new RunningKernel(running.release(), KernelVersion.parse("4.20"), "");
        Scenario scenario = Scenarios.of("""
                A: mmap b 4
                A: write b[0] "old"
                A: read b[0] -> before
                A: pin p b[0]
                A: fork B
                B: read b[0] -> childs
                A: write b[0] "new"
                p: read -> seen
                """);
        Conformance found = conformance(old, List.of(scenario), 0);
        assumeTrue(found.abilities().pinsRefused() == null, "pins");

        assertThat(found.disagreements()).hasSize(1);
        Disagreement disagreement = found.disagreements().get(0);
        assertThat(disagreement.steps().get(disagreement.steps().size() - 1).differs())
                .isTrue();
        assertThat(disagreement.scn().lines().filter(line -> line.contains(":")))
                .as("shrunk: mmap, pin, fork, and at most a write and a read")
                .hasSizeLessThanOrEqualTo(6);
    }
}
