package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;

/** The {@code struct file} behind a VMA: each VMA that maps it holds one reference. */
public interface VmaFile {
    /** {@code get_file}. */
    void get();

    /**
     * {@code fput}.
     *
     * @param cpu who drops it
     * @return the file's release, if this was the last reference, else null
     */
    @Nullable
    Operation<?> put(Cpu cpu);

    /**
     * {@code vm_ops->close}: one VMA of this file goes away.
     *
     * @param vma the area
     */
    void close(Vma vma);
}
