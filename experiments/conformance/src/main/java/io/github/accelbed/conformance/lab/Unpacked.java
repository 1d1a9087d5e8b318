package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Programs out of the machine's own packages, unpacked into the cache in place of being installed. */
final class Unpacked {
    private Unpacked() {}

    /**
     * Unpacks packages with those that they need and the machine lacks.
     *
     * @param cache where they are kept
     * @param name of the entry
     * @param packages what is asked for
     * @param progress told in words what is done
     * @return a folder with {@code usr} in it
     * @throws AgentException if they cannot be fetched
     */
    static Path of(LabCache cache, String name, List<String> packages, Consumer<String> progress)
            throws AgentException {
        return cache.entry(name, entry -> {
            Apt apt = Apt.ofMachine(cache);
            String said = apt.update();
            if (!said.isEmpty()) {
                progress.accept(said);
            }
            Files.createDirectories(entry.resolve("usr"));
            List<String> all = apt.missing(packages);
            if (all.isEmpty()) {
                return;
            }
            progress.accept("fetching " + String.join(", ", packages)
                    + (all.size() > packages.size() ? " and what they need" : ""));
            Path debs = Files.createDirectories(entry.resolve("debs"));
            apt.download(all, debs);
            try (Stream<Path> files = Files.list(debs)) {
                for (Path deb : files.sorted().toList()) {
                    Deb.unpack(deb, path -> path.startsWith("usr/") || path.startsWith("lib/"), entry);
                }
            }
            LabCache.delete(debs);
        });
    }
}
