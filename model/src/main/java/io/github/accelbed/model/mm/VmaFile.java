package io.github.accelbed.model.mm;

import io.github.accelbed.model.Errno;
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

    /**
     * {@code vm_ops->mremap}: whether an area of this file may move.
     *
     * @param vma the area at its old place
     * @return OK, which is what happens without the method, or an error
     */
    default Errno mremap(Vma vma) {
        return Errno.OK;
    }

    /**
     * Whether device memory is behind an area that has no struct pages ({@link Vma#PFNMAP}): the entries that mmap put there, which the
     * driver may take away again with {@code unmap_mapping_range}. The table does not hold them.
     *
     * @param vma the area
     * @return true if a load or store reaches the device, false if it is a SIGBUS
     */
    default boolean backs(Vma vma) {
        return false;
    }
}
