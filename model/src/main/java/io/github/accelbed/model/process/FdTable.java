package io.github.accelbed.model.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code struct files_struct}: a process's descriptors. Each holds one reference of its file; numbers are left out. */
public final class FdTable {

    /**
     * One descriptor.
     *
     * @param file the open file
     * @param closeOnExec {@code FD_CLOEXEC}
     */
    public record Descriptor(OpenFile file, boolean closeOnExec) {}

    private final List<Descriptor> descriptors = new ArrayList<>();

    /**
     * {@code fd_install}: takes over the caller's reference.
     *
     * @param file the file
     * @param closeOnExec whether exec closes it
     */
    public void install(OpenFile file, boolean closeOnExec) {
        descriptors.add(new Descriptor(file, closeOnExec));
    }

    /**
     * {@code dup}: one descriptor more of a file that has one.
     *
     * @param file the file
     * @return false if the process has no descriptor of it
     */
    public boolean dup(OpenFile file) {
        if (!holds(file)) {
            return false;
        }
        file.get();
        descriptors.add(new Descriptor(file, false));
        return true;
    }

    /**
     * Whether the process can use a file.
     *
     * @param file the file
     * @return true if it has a descriptor of it
     */
    public boolean holds(OpenFile file) {
        return count(file) > 0;
    }

    /** How many descriptors refer to a file. */
    int count(OpenFile file) {
        int count = 0;
        for (Descriptor descriptor : descriptors) {
            if (descriptor.file() == file) {
                count++;
            }
        }
        return count;
    }

    /**
     * Takes the oldest descriptor of a file out; its reference is the caller's to drop.
     *
     * @param file the file
     * @return false if there is none
     */
    public boolean remove(OpenFile file) {
        for (int i = 0; i < descriptors.size(); i++) {
            if (descriptors.get(i).file() == file) {
                descriptors.remove(i);
                return true;
            }
        }
        return false;
    }

    /**
     * Takes out the descriptor of a file that was installed last, the one that {@link #dup} made.
     *
     * @return false if there is none
     */
    boolean removeNewest(OpenFile file) {
        for (int i = descriptors.size() - 1; i >= 0; i--) {
            if (descriptors.get(i).file() == file) {
                descriptors.remove(i);
                return true;
            }
        }
        return false;
    }

    /**
     * All descriptors.
     *
     * @return in order of installation
     */
    public List<Descriptor> descriptors() {
        return Collections.unmodifiableList(descriptors);
    }

    FdTable copy() {
        FdTable copy = new FdTable();
        for (Descriptor descriptor : descriptors) {
            descriptor.file().get();
            copy.descriptors.add(descriptor);
        }
        return copy;
    }

    /** Whether {@link #takeNext} would find one. */
    boolean hasNext(boolean onlyCloseOnExec) {
        for (Descriptor descriptor : descriptors) {
            if (!onlyCloseOnExec || descriptor.closeOnExec()) {
                return true;
            }
        }
        return false;
    }

    /** Takes the next descriptor out, of those that exec closes or of all; null when none is left. */
    @Nullable
    OpenFile takeNext(boolean onlyCloseOnExec) {
        for (int i = 0; i < descriptors.size(); i++) {
            if (!onlyCloseOnExec || descriptors.get(i).closeOnExec()) {
                return descriptors.remove(i).file();
            }
        }
        return null;
    }
}
