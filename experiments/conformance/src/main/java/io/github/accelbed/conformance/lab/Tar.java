package io.github.accelbed.conformance.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** A tar archive, compressed in one of the usual ways or not. */
final class Tar {
    private Tar() {}

    /**
     * Unpacks some of its files; owners and modes but the execute bit are left out, and no file is written outside the folder.
     *
     * @param data the archive; a compressed one has to support marks
     * @param name its name, which ends in {@code .tar} if it is not compressed
     * @param wanted whether to unpack a path, given without a leading "./"
     * @param into where to
     */
    static void unpack(InputStream data, String name, Predicate<String> wanted, Path into) throws IOException {
        InputStream plain =
                name.endsWith(".tar") ? data : new CompressorStreamFactory().createCompressorInputStream(data);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain);
        Path inside = into.toRealPath();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String path = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
            Path to = into.resolve(path).normalize();
            if (!to.startsWith(into) || !wanted.test(path)) {
                continue;
            }
            if (entry.isDirectory()) {
                Files.createDirectories(to);
            } else {
                Path folder = Objects.requireNonNull(to.getParent());
                Files.createDirectories(folder);
                // A link to a folder, unpacked before, may lead outside.
                if (folder.toRealPath().startsWith(inside)) {
                    write(tar, entry, to);
                }
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path to) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.deleteIfExists(to);
            Files.createSymbolicLink(to, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            throw new IOException(entry.getName() + " is a hard link, which packages do not have");
        } else if (entry.isFile()) {
            Files.copy(tar, to);
            if ((entry.getMode() & 0100) != 0 && !to.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + to + " executable");
            }
        }
    }
}
