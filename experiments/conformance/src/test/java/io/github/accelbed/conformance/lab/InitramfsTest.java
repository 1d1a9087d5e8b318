package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitramfsTest {
    @TempDir
    private Path folder;

    @Test
    void holdsTheAgentAndModulesInTheirOrder() throws AgentException, IOException {
        Path agent = Files.writeString(folder.resolve("agent"), "agent");
        Map<String, byte[]> modules = new LinkedHashMap<>();
        modules.put("second", new byte[] {2});
        modules.put("first", new byte[] {1});
        Path archive = folder.resolve("initramfs");
        Initramfs.write(archive, agent, modules);
        Map<String, String> files = new LinkedHashMap<>();
        try (CpioArchiveInputStream cpio = new CpioArchiveInputStream(Files.newInputStream(archive))) {
            for (CpioArchiveEntry entry = cpio.getNextEntry(); entry != null; entry = cpio.getNextEntry()) {
                files.put(entry.getName(), new String(cpio.readAllBytes(), StandardCharsets.UTF_8));
                if (entry.getName().equals("init")) {
                    assertThat(entry.getMode() & 0111).isEqualTo(0111);
                }
            }
        }
        assertThat(files)
                .containsEntry("init", "agent")
                .containsEntry("modules.order", "second\nfirst\n")
                .containsKeys("dev/console", "modules/first.ko", "proc", "var/tmp");
        Path again = folder.resolve("again");
        Initramfs.write(again, agent, modules);
        assertThat(again).hasSameBinaryContentAs(archive);
    }
}
