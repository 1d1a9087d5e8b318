package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** A Debian package: an ar archive that holds a compressed tar archive of the files. */
final class Deb {
    private Deb() {}

    /**
     * Unpacks some of its files; owners and modes but the execute bit are left out, and no file is written outside the folder.
     *
     * @param deb the package
     * @param wanted whether to unpack a path, given without a leading "./"
     * @param into where to
     * @throws AgentException if it is no package
     */
    static void unpack(Path deb, Predicate<String> wanted, Path into) throws AgentException {
        try (ArArchiveInputStream ar = new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(deb)))) {
            for (ArArchiveEntry part = ar.getNextEntry(); part != null; part = ar.getNextEntry()) {
                if (part.getName().startsWith("data.tar")) {
                    unpackData(new BufferedInputStream(ar), part.getName(), wanted, into);
                    return;
                }
            }
            throw new AgentException(deb + " is no Debian package: it holds no data.tar");
        } catch (IOException e) {
            throw new AgentException("cannot unpack " + deb + ": " + e.getMessage(), e);
        }
    }

    private static void unpackData(InputStream data, String name, Predicate<String> wanted, Path into)
            throws IOException {
        InputStream plain =
                name.equals("data.tar") ? data : new CompressorStreamFactory().createCompressorInputStream(data);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain);
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
                if (folder.toRealPath().startsWith(into.toRealPath())) {
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
