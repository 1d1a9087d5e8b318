package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;

/** A Debian package: an ar archive that holds a compressed tar archive of the files. */
final class Deb {
    private Deb() {}

    /**
     * Unpacks some of its files, as {@link Tar#unpack} does.
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
                    Tar.unpack(new BufferedInputStream(ar), part.getName(), wanted, into);
                    return;
                }
            }
            throw new AgentException(deb + " is no Debian package: it holds no data.tar");
        } catch (IOException e) {
            throw new AgentException("cannot unpack " + deb + ": " + e.getMessage(), e);
        }
    }
}
