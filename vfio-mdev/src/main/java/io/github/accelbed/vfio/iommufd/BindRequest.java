package io.github.accelbed.vfio.iommufd;

import org.jspecify.annotations.Nullable;

/**
 * {@code struct vfio_device_bind_iommufd}: what a program passes to BIND, right or wrong.
 *
 * @param complete whether {@code argsz} covers the struct
 * @param flags of which none is known
 * @param context the iommufd of its descriptor; null if that is negative
 */
record BindRequest(boolean complete, int flags, @Nullable IommufdContext context) {
    /** A good one. */
    static BindRequest of(IommufdContext context) {
        return new BindRequest(true, 0, context);
    }

    /** Whether its form is right. */
    boolean wellFormed() {
        return complete && flags == 0 && context != null;
    }
}
