package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code vfio-unity}: the proposal of the thread that VFIO could register a whole address space. One call pins and maps all
 * areas the process has at that moment, with IOVA = VA; what it maps later the device does not see until the call is made again.
 *
 * <p>Never existed, so all of it is UNVERIFIED: the call is taken to be MAP_DMA of each area with the area's own rights, all or nothing. {@code
 * map} makes that call whatever range and right it names, and nothing is taken back before the queue is closed.
 */
public final class VfioUnityBackend extends Type1Backend {
    /** The backend. */
    public VfioUnityBackend() {
        super(
                "vfio-unity",
                "VFIO with the whole address space registered in one call: everything the process has now, pinned",
                VfioRow.unity());
    }

    @Override
    public @Nullable String note(KernelVersion version) {
        return "A proposal of the thread that was never written, kept on all kernels: map registers all that the process has, "
                + "whatever range it names, and keeps it until the queue is closed.";
    }
}
