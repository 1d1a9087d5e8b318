package io.github.accelbed.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that a command was told to write: written beside and moved into place, so a failure leaves nothing half-written. A symbolic
 * link stays one, and what is no regular file, as a pipe or {@code /dev/null}, is written to and never replaced.
 */
final class OutputFile {
    private final Path file;

    OutputFile(Path file) {
        this.file = file;
    }

    /**
     * Finds out, before long work, whether it can be written.
     *
     * @throws IOException if not; nothing is left behind
     */
    void check() throws IOException {
        refuseDirectory();
        try {
            Path target = target();
            if (replaceable(target)) {
                Files.delete(Files.createFile(aside(target)));
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Writes it.
     *
     * @param text all of it
     * @throws IOException if it cannot be written; what was there before still is
     */
    void write(String text) throws IOException {
        refuseDirectory();
        try {
            Path target = target();
            if (replaceable(target)) {
                replace(target, text);
            } else {
                Files.writeString(target, text, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static void replace(Path target, String text) throws IOException {
        Path aside = aside(target);
        try {
            Files.writeString(aside, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private Path target() throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    private void refuseDirectory() throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write '" + file + "', it is a directory");
        }
    }

    private static boolean replaceable(Path target) {
        return !Files.exists(target) || Files.isRegularFile(target);
    }

    private static Path aside(Path target) {
        return target.resolveSibling(
                ".accelbed-" + ProcessHandle.current().pid() + "-" + target.getFileName() + ".tmp");
    }

    private IOException failure(IOException cause) {
        return new IOException("cannot write '" + file + "'", cause);
    }
}
