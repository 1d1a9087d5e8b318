package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/** The file system that a guest starts with: the agent as its first process, and modules. A cpio archive of format newc. */
final class Initramfs {
    private static final List<String> FOLDERS = List.of("dev", "proc", "sys", "tmp", "var", "var/tmp", "modules");
    private static final int FOLDER_MODE = CpioConstants.C_ISDIR | 0755;
    private static final int FILE_MODE = CpioConstants.C_ISREG | 0755;
    private static final int DEVICE_MODE = CpioConstants.C_ISCHR | 0600;

    private Initramfs() {}

    /**
     * Writes it.
     *
     * @param to the archive
     * @param agent the agent, linked statically
     * @param modules what to load, in this order
     * @throws AgentException if it cannot be written
     */
    static void write(Path to, Path agent, Map<String, byte[]> modules) throws AgentException {
        try (CpioArchiveOutputStream cpio =
                new CpioArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            int inode = 1;
            for (String folder : FOLDERS) {
                put(cpio, folder, inode++, FOLDER_MODE, new byte[0]);
            }
            CpioArchiveEntry console = entry("dev/console", inode++, DEVICE_MODE, 0);
            console.setRemoteDeviceMaj(5);
            console.setRemoteDeviceMin(1);
            cpio.putArchiveEntry(console);
            cpio.closeArchiveEntry();
            put(cpio, "init", inode++, FILE_MODE, Files.readAllBytes(agent));
            for (Map.Entry<String, byte[]> module : modules.entrySet()) {
                put(cpio, "modules/" + module.getKey() + ".ko", inode++, FILE_MODE, module.getValue());
            }
            String order = String.join("\n", modules.keySet()) + "\n";
            put(cpio, "modules.order", inode, FILE_MODE, order.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AgentException("cannot write " + to + " (is the disk full?)", e);
        }
    }

    private static void put(CpioArchiveOutputStream cpio, String name, int inode, int mode, byte[] data)
            throws IOException {
        cpio.putArchiveEntry(entry(name, inode, mode, data.length));
        cpio.write(data);
        cpio.closeArchiveEntry();
    }

    private static CpioArchiveEntry entry(String name, int inode, int mode, int size) {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, size);
        entry.setInode(inode);
        entry.setMode(mode);
        entry.setNumberOfLinks(1);
        return entry;
    }
}
