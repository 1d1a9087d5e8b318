package io.github.accelbed.model.access;

import io.github.accelbed.model.KernelVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One answer to the question how a device reaches a process's memory: a row of every comparison. Backends are stateless. */
public interface AccessBackend {
    /**
     * The row's name.
     *
     * @return lower case with hyphens, such as {@code vfio}
     */
    String id();

    /**
     * What it stands for, in one line.
     *
     * @return prose
     */
    String title();

    /**
     * What a reader must know about this row on this kernel, such as that it was never merged.
     *
     * @param version the release
     * @return a sentence, or null if there is nothing to say
     */
    @Nullable
    String note(KernelVersion version);

    /**
     * What it does by design on this kernel that the plain row does not.
     *
     * @param version the release
     * @return none for the plain row
     */
    Set<RowTrait> traits(KernelVersion version);

    /**
     * Its state on one kernel.
     *
     * @param kernel a booted kernel
     * @return the driver and library of this row, with no queue open
     */
    Access on(Kernel kernel);
}
