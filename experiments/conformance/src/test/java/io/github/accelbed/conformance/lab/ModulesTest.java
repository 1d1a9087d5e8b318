package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ModulesTest {
    @TempDir
    private Path folder;

    @Test
    void eachComesBehindWhatItNeeds() throws AgentException, IOException {
        module("virtio_console", "depends=virtio_ring,virtio");
        module("virtio_ring", "depends=virtio");
        module("virtio", "depends=");
        module("ext4", "depends=jbd2", "softdep=pre: crc32c post: other");
        module("crc32c", "license=GPL");
        assertThat(new Modules(folder)
                        .withNeeded(List.of("virtio-console", "ext4", "not-there"))
                        .keySet())
                .containsExactly("virtio", "virtio_ring", "virtio_console", "crc32c", "ext4");
    }

    @Test
    void compressedOnesAreUnpacked() throws AgentException, IOException {
        byte[] plain = elf("depends=");
        try (OutputStream xz =
                new XZOutputStream(Files.newOutputStream(folder.resolve("virtio-pci.ko.xz")), new LZMA2Options())) {
            xz.write(plain);
        }
        assertThat(new Modules(folder).withNeeded(List.of("virtio_pci"))).containsEntry("virtio_pci", plain);
    }

    @Test
    void whatIsNoModuleIsNamed() throws IOException, AgentException {
        Files.writeString(folder.resolve("bad.ko"), "short");
        Modules modules = new Modules(folder);
        assertThatThrownBy(() -> modules.withNeeded(List.of("bad"))).hasMessageContaining("no ELF file");
    }

    private void module(String name, String... information) throws IOException {
        Files.write(Files.createDirectories(folder.resolve("drivers")).resolve(name + ".ko"), elf(information));
    }

    /** A header, section names, .modinfo, and two section headers. */
    private static byte[] elf(String... information) {
        byte[] names = "\0.modinfo\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);
        byte[] strings = (String.join("\0", information) + "\0").getBytes(StandardCharsets.US_ASCII);
        int namesAt = 64;
        int stringsAt = namesAt + names.length;
        int table = stringsAt + strings.length;
        ByteBuffer elf = ByteBuffer.allocate(table + 128).order(ByteOrder.LITTLE_ENDIAN);
        elf.putLong(0x28, table);
        elf.putShort(0x3a, (short) 64);
        elf.putShort(0x3c, (short) 2);
        elf.putShort(0x3e, (short) 1);
        elf.put(namesAt, names);
        elf.put(stringsAt, strings);
        elf.putInt(table, 1);
        elf.putLong(table + 0x18, stringsAt);
        elf.putLong(table + 0x20, strings.length);
        elf.putInt(table + 64, 10);
        elf.putLong(table + 64 + 0x18, namesAt);
        elf.putLong(table + 64 + 0x20, names.length);
        return elf.array();
    }
}
