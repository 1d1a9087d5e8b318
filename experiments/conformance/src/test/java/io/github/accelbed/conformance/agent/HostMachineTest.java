package io.github.accelbed.conformance.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against sources that name no machine. */
class HostMachineTest {
    @TempDir
    private Path folder;

    @Test
    void theProcessorIsNamedOrItsArchitectureIs() throws IOException {
        Path x86 = Files.writeString(folder.resolve("x86"), "processor\t: 0\nmodel\t\t: 17\nmodel name\t: AMD EPYC\n");
        Path arm = Files.writeString(folder.resolve("arm"), "processor\t: 0\nCPU part\t: 0xd0c\n");

        assertThat(HostMachine.processor(x86, "amd64")).isEqualTo("AMD EPYC");
        assertThat(HostMachine.processor(arm, "aarch64")).isEqualTo("aarch64");
        assertThat(HostMachine.processor(folder.resolve("none"), "riscv64")).isEqualTo("riscv64");
    }
}
