package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.mm.MmIntegrity;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import java.util.List;

/** Which open files somebody still has, at one moment. */
public final class FileHolders {
    private final Kernel kernel;
    private final List<OpenFile> behindAreas;

    /**
     * Looks around.
     *
     * @param kernel where
     */
    public FileHolders(Kernel kernel) {
        this.kernel = kernel;
        behindAreas = MmIntegrity.areaFiles(kernel.mm(), OpenFile.class);
    }

    /**
     * Whether a living process has a file.
     *
     * @param file the file
     * @return true if it has a descriptor of it, or an area
     */
    public boolean hold(OpenFile file) {
        if (behindAreas.contains(file)) {
            return true;
        }
        for (Task task : kernel.processes().all()) {
            if (task.alive() && task.files().holds(file)) {
                return true;
            }
        }
        return false;
    }
}
