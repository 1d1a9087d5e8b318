package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.conformance.Conformance;
import io.github.accelbed.conformance.agent.AgentException;
import io.github.accelbed.conformance.agent.LiveAgent;
import io.github.accelbed.conformance.agent.NativeAgent;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Boots a kernel of Debian where its packages can be had. The cache lies below target, so a second run fetches nothing. */
class BootedKernelTest {
    private static final String SUITE = "bookworm";
    private static final Vocabulary VOCABULARY = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());
    private static final int PROGRAMS = 50;

    /** What can be fetched has to boot; what cannot is no fault of this project. */
    private static BootKernel kernel(LabCache cache) {
        try {
            NativeAgent.buildStatic().close();
            Emulator.find(cache, said -> {});
            return new KernelPackages(cache, null, true, said -> {}).find(SUITE);
        } catch (AgentException e) {
            throw LiveAgent.skipped(e);
        }
    }

    @Test
    void theModelAnswersAsABootedKernelDoes() throws AgentException {
        LabCache cache = LabCache.at(Path.of("target", "lab"), said -> {});
        BootKernel kernel = kernel(cache);
        List<Conformance> found = new KernelSweep(
                        new ScenarioFiles(VOCABULARY).builtIn(), VOCABULARY, PROGRAMS, 1, true, said -> {})
                .on(cache, List.of(kernel))
                .found();
        Conformance one = found.get(0);
        assertThat(one.kernel().version().major()).isEqualTo(6);
        assertThat(one.kernel().version().minor()).isEqualTo(1);
        assertThat(one.kernel().version().stable()).isGreaterThan(100);
        assertThat(one.disagreements()).isEmpty();
        assertThat(one.scenarios().agreed()).isGreaterThan(150);
        assertThat(one.programs().agreed()).isEqualTo(PROGRAMS);
        assertThat(one.devices().agreed()).isGreaterThan(100);
        // Of rows vfio and rdma-pinned: this kernel has no iommufd, and no on-demand regions of Soft-RoCE.
        assertThat(one.devicePrograms().agreed()).isEqualTo(2 * PROGRAMS);
    }
}
