package io.github.accelbed.conformance.lab;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that can be booted.
 *
 * @param name what it was asked for as, such as {@code bookworm}
 * @param image its bzImage
 * @param modules a folder in which its modules lie somewhere below; null if all it needs is built in
 * @param own whether it was given as a file, so that nobody knows how it and its modules were built
 */
public record BootKernel(String name, Path image, @Nullable Path modules, boolean own) {}
