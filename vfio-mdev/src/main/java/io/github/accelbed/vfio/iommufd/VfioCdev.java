package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /dev/vfio/devices/vfioX} (drivers/vfio/device_cdev.c): a device's own node, without group and container. Anybody with the right
 * may open it; who binds it to an iommufd first has it.
 */
final class VfioCdev extends IommufdObject implements MdevNode {
    private final int number;
    private final Mdev mdev;
    private final List<ReservedRegion> reserved;
    private final Map<Integer, Hwpt> pasids = new TreeMap<>();
    private @Nullable IommufdContext context;
    private @Nullable OpenFile boundFile;
    private @Nullable Hwpt hwpt;
    private int hardwarePasid;

    /**
     * A node that nobody has bound.
     *
     * @param number the X of its name
     * @param reserved what it reserves
     */
    VfioCdev(int number, Mdev mdev, List<ReservedRegion> reserved) {
        this.number = number;
        this.mdev = mdev;
        this.reserved = new ArrayList<>(reserved);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean opened() {
        return context != null;
    }

    @Override
    public boolean inUse() {
        return context != null;
    }

    @Override
    public boolean attached() {
        return hwpt != null;
    }

    @Override
    public @Nullable Operation<?> revoke() {
        return null;
    }

    /** The device. */
    Mdev mdev() {
        return mdev;
    }

    /** {@code iommu_get_resv_regions}. */
    List<ReservedRegion> reserved() {
        return reserved;
    }

    /** The iommufd it is bound to, or null. */
    @Nullable
    IommufdContext context() {
        return context;
    }

    /** The file through which it was bound, or null. */
    @Nullable
    OpenFile boundFile() {
        return boundFile;
    }

    void bind(@Nullable IommufdContext to, @Nullable OpenFile by) {
        context = to;
        boundFile = by;
    }

    /** What its transactions use, or null before ATTACH. */
    @Nullable
    Hwpt hwpt() {
        return hwpt;
    }

    /** The PASID that the parent's hardware tags its transactions with, 0 while it is not attached. */
    int hardwarePasid() {
        return hardwarePasid;
    }

    void attach(@Nullable Hwpt to, int pasid) {
        hwpt = to;
        hardwarePasid = pasid;
    }

    /** What its transactions with PASIDs of the program's own use. */
    Map<Integer, Hwpt> pasids() {
        return pasids;
    }
}
