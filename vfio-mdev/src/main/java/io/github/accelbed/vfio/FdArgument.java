package io.github.accelbed.vfio;

import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor as a program hands it to an ioctl: any int, whether or not something is open under it.
 *
 * @param negative whether the int is below 0
 * @param file what is open under it, or null
 */
public record FdArgument(boolean negative, @Nullable OpenFile file) {
    /** -1. */
    static final FdArgument NEGATIVE = new FdArgument(true, null);

    /** A number that nothing is open under. */
    public static final FdArgument UNUSED = new FdArgument(false, null);

    /**
     * The descriptor of a file, if the process has one.
     *
     * @param task the process
     * @param file which file
     * @return the argument
     */
    public static FdArgument of(Task task, OpenFile file) {
        return task.files().holds(file) ? new FdArgument(false, file) : UNUSED;
    }
}
