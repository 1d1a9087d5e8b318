package io.github.accelbed.conformance.lab;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder of one's own in which package lists, kernels and the emulator are kept between runs. An entry appears whole or not at all:
 * it is filled under another name and moved. What a killed process was filling is deleted by the next one.
 */
public final class LabCache {
    private static final String UNFINISHED = ".unfinished-";
    private static final String LOCKS = ".locks";

    private final Path folder;
    private final Consumer<String> progress;
    private final AtomicInteger number = new AtomicInteger();
    private final Set<Path> open = ConcurrentHashMap.newKeySet();

    private LabCache(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** Fills a new entry. */
    interface Filler {
        /**
         * Fills it.
         *
         * @param entry an empty folder
         * @throws AgentException if what belongs there cannot be had
         * @throws IOException if it cannot be written
         */
        void fill(Path entry) throws AgentException, IOException;
    }

    /**
     * Opens the cache, and makes its folder if it is not there.
     *
     * @param folder where it is
     * @param progress told in words what is waited for
     * @return the cache
     * @throws AgentException if the folder can be neither made nor written
     */
    public static LabCache at(Path folder, Consumer<String> progress) throws AgentException {
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new AgentException("cannot write to the cache " + folder + "; --cache names another folder");
            }
            LabCache cache = new LabCache(folder.toRealPath(), progress);
            cache.sweep();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> cache.open.forEach(LabCache::delete), "cache's end"));
            return cache;
        } catch (IOException e) {
            throw new AgentException("cannot make the cache " + folder + "; --cache names another folder", e);
        }
    }

    /**
     * Where the cache is if nobody says otherwise.
     *
     * @return {@code $XDG_CACHE_HOME/accelbed}, or {@code ~/.cache/accelbed}
     */
    public static Path usual() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path base = given == null || given.isBlank()
                ? Path.of(System.getProperty("user.home", "."), ".cache")
                : Path.of(given);
        return base.resolve("accelbed");
    }

    /** Refuses a folder with less room than something takes, before a program is started that would only fail halfway. */
    static void refuseFull(Path folder, long mebibytes) throws AgentException {
        try {
            long free = Files.getFileStore(folder).getUsableSpace() >> 20;
            if (free < mebibytes) {
                throw new AgentException("the disk of " + folder + " has room for " + free + " MiB, and " + mebibytes
                        + " are needed; --cache names another folder");
            }
        } catch (IOException e) {
            throw new AgentException("cannot see how much room is in " + folder, e);
        }
    }

    /** A folder that may be changed in place, such as apt's lists. */
    Path state(String name) throws AgentException {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new AgentException("cannot write to the cache " + folder, e);
        }
    }

    /**
     * An entry, filled now if it is not there yet. Who wants one that another process is filling waits for it.
     *
     * @throws AgentException if it cannot be filled; then nothing of it is left
     */
    synchronized Path entry(String name, Filler filler) throws AgentException {
        Path entry = folder.resolve(name);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        Path lock = state(LOCKS).resolve(name.replace('/', '+'));
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = locked(file, name)) {
            return held.isValid() && Files.isDirectory(entry) ? entry : filled(entry, filler);
        } catch (IOException e) {
            throw new AgentException("cannot lock " + lock, e);
        }
    }

    private FileLock locked(FileChannel file, String name) throws IOException {
        FileLock at = file.tryLock();
        if (at != null) {
            return at;
        }
        progress.accept("another run is making " + name + "; waiting for it");
        return file.lock();
    }

    private Path filled(Path entry, Filler filler) throws AgentException {
        Path unfinished = folder.resolve(UNFINISHED + ProcessHandle.current().pid() + "-" + number.incrementAndGet());
        open.add(unfinished);
        try {
            Files.createDirectories(unfinished);
            filler.fill(unfinished);
            Files.createDirectories(entry.getParent());
            Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
            return entry;
        } catch (IOException e) {
            throw new AgentException("cannot write " + entry + " (is the disk full?)", e);
        } finally {
            delete(unfinished);
            open.remove(unfinished);
        }
    }

    private void sweep() throws IOException {
        for (Path left : children(folder)) {
            String name = left.getFileName().toString();
            if (name.startsWith(UNFINISHED) && !alive(name.substring(UNFINISHED.length()))) {
                delete(left);
            }
        }
    }

    private static boolean alive(String owner) {
        try {
            return ProcessHandle.of(Long.parseLong(owner.substring(0, owner.indexOf('-'))))
                    .isPresent();
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return true;
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Deletes a folder with all that is in it, as far as it can. */
    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
