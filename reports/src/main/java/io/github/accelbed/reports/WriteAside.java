package io.github.accelbed.reports;

import io.github.accelbed.reports.result.ReportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a whole folder or nothing: into a new folder beside the target, which takes the target's place when it is
 * complete. A folder that is not an earlier one of ours is never touched; a marker file tells.
 */
final class WriteAside {
    private static final int MOST_ATTEMPTS = 1000;

    private final String marker;
    private final String what;
    private final Sink sink;

    /** Writes one file; tests put failures here. */
    interface Sink {
        void write(Path file, byte[] content) throws IOException;
    }

    /**
     * A writer.
     *
     * @param marker name of the file that marks a folder as ours
     * @param what the folder holds, for messages
     * @param sink writes the files
     */
    WriteAside(String marker, String what, Sink sink) {
        this.marker = marker;
        this.what = what;
        this.sink = sink;
    }

    /**
     * Refuses what would fail or destroy something, before any work is done.
     *
     * @throws ReportException if the target exists and is neither empty nor ours
     */
    void check(Path directory) {
        Path target = real(directory);
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new ReportException("cannot write " + what + " to " + directory + ": it exists and is not a folder");
        }
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent() && !Files.exists(target.resolve(marker))) {
                throw new ReportException("cannot write " + what + " to " + directory
                        + ": the folder is not empty and is not an earlier " + what.replaceFirst("^the ", "")
                        + " (it holds no file " + marker + "); choose another folder or empty it");
            }
        } catch (IOException e) {
            throw failure(directory, e);
        }
    }

    /**
     * Writes the folder.
     *
     * @param directory the target; folders above it are made as needed
     * @param files contents by path inside the folder, with {@code /}
     * @throws ReportException if it cannot be written; the target is then as it was
     */
    void write(Path directory, Map<String, byte[]> files) {
        check(directory);
        Path target = real(directory);
        Path aside = null;
        try {
            Path parent = target.getParent();
            if (parent == null) {
                throw new ReportException("cannot write " + what + " to " + directory + ": it is the root folder");
            }
            Files.createDirectories(parent);
            aside = freshSibling(target, "new");
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = aside.resolve(file.getKey());
                Path folder = path.getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                sink.write(path, file.getValue());
            }
            sink.write(
                    aside.resolve(marker),
                    "accelbed wrote this folder and replaces it as a whole.\n".getBytes(StandardCharsets.UTF_8));
            replace(target, aside);
            aside = null;
        } catch (IOException e) {
            throw failure(directory, e);
        } finally {
            deleteQuietly(aside);
        }
    }

    private static void replace(Path target, Path complete) throws IOException {
        if (!Files.exists(target)) {
            Files.move(complete, target);
            return;
        }
        Path old = freshSibling(target, "old");
        Files.delete(old);
        Files.move(target, old);
        try {
            Files.move(complete, target);
        } catch (IOException e) {
            Files.move(old, target);
            throw e;
        }
        deleteQuietly(old);
    }

    /** Made by hand because a temporary directory of the JDK is closed to everybody else. */
    private static Path freshSibling(Path target, String role) throws IOException {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            Path candidate = target.resolveSibling("." + target.getFileName() + "." + role + "-" + i);
            try {
                return Files.createDirectory(candidate);
            } catch (FileAlreadyExistsException e) {
                // left by a run that was killed, or in use by one beside us
            }
        }
        throw new IOException("too many folders named ." + target.getFileName() + "." + role + "-...");
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory.toAbsolutePath().normalize();
        }
    }

    private static void deleteQuietly(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // What is left has a name of its own and stands in nobody's way.
        }
    }

    private ReportException failure(Path directory, IOException e) {
        return new ReportException("cannot write " + what + " to " + directory + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (e instanceof NoSuchFileException missing) {
            return "no such file or folder: " + missing.getFile();
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " exists and is not a folder";
        }
        if (e instanceof NotDirectoryException notFolder) {
            return notFolder.getFile() + " is not a folder";
        }
        if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getReason() + " (" + other.getFile() + ")";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
