package io.github.accelbed.model.process;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.ModelException;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.mm.VmaFile;
import io.github.accelbed.model.step.Operation;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct file}: one opening of a device node, counted by references from descriptors, areas and other files. Its release
 * runs once, at the last reference, in the context of whoever dropped it.
 */
public final class OpenFile implements VmaFile {

    /** The part of {@code struct file_operations} that ends a file. */
    public interface FileOperations {
        /**
         * {@code ->release}: the last reference went.
         *
         * @param cpu who dropped it, possibly a dying process
         * @param file the file
         * @return what the driver does, or null for nothing
         */
        @Nullable
        Operation<?> release(Cpu cpu, OpenFile file);

        /**
         * {@code vm_ops->close} of an area of this file.
         *
         * @param vma the area
         */
        default void vmaClose(Vma vma) {}

        /**
         * {@code vm_ops->mremap} of an area of this file.
         *
         * @param vma the area at its old place
         * @return OK if it may move
         */
        default Errno vmaMremap(Vma vma) {
            return Errno.OK;
        }

        /**
         * Whether the entries of an area of device memory are still there.
         *
         * @param vma the area
         * @return false if a touch is a SIGBUS
         */
        default boolean vmaBacked(Vma vma) {
            return false;
        }
    }

    private final String name;
    private final FileOperations operations;
    private int references = 1;
    private boolean released;

    /**
     * A file with one reference.
     *
     * @param name such as {@code /dev/hisi_zip-0}
     * @param operations what ends it
     */
    public OpenFile(String name, FileOperations operations) {
        this.name = name;
        this.operations = operations;
    }

    /**
     * Its name.
     *
     * @return a device node
     */
    public String name() {
        return name;
    }

    /**
     * How many references are held.
     *
     * @return 0 once released
     */
    public int references() {
        return references;
    }

    /**
     * Whether release has run.
     *
     * @return true at the end
     */
    public boolean released() {
        return released;
    }

    @Override
    public void get() {
        if (released) {
            throw new ModelException(name + " was released");
        }
        references++;
    }

    @Override
    public @Nullable Operation<?> put(Cpu cpu) {
        if (--references < 0) {
            throw new ModelException(name + " has too few references");
        }
        if (references > 0) {
            return null;
        }
        released = true;
        return operations.release(cpu, this);
    }

    @Override
    public void close(Vma vma) {
        operations.vmaClose(vma);
    }

    @Override
    public Errno mremap(Vma vma) {
        return operations.vmaMremap(vma);
    }

    @Override
    public boolean backs(Vma vma) {
        return operations.vmaBacked(vma);
    }
}
