package io.github.accelbed.uacce.nosva;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;

/**
 * The row {@code uacce-va-iova}: static shared virtual memory of RFCv3 to v6, without SVA. The kernel allocates pages and maps them at one
 * address in the process and in an unmanaged domain of the device, which one process has at a time.
 *
 * <p>From the source of the sixth posting ("uacce: add uacce driver", 16 October 2019, 1571214873-27359-3): kernel memory at equal addresses, one open
 * at a time and how it is counted, no look at reserved addresses. Left out: a region for each queue (EBUSY for a second), which libraries carved into
 * pieces.
 */
public final class UacceVaIovaBackend extends NamedBackend {
    /** The row. */
    public UacceVaIovaBackend() {
        super("uacce-va-iova", "uacce without SVA, IOVA = VA: kernel memory at one address in process and device");
    }

    @Override
    public String note(KernelVersion version) {
        return "Out of tree on all kernels (RFCv3 to v6, 2018 and 2019). map puts memory from the kernel in the buffer's place and copies the "
                + "contents once. A device is open once, and no address is refused for being reserved.";
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return Set.of(
                RowTrait.OUT_OF_TREE, RowTrait.SERVES_ONE_PROCESS, RowTrait.OPENS_ONCE, RowTrait.MAP_REPLACES_MEMORY);
    }

    @Override
    public Access on(Kernel kernel) {
        return new NosvaAccess(kernel, new VaIsIova());
    }
}
