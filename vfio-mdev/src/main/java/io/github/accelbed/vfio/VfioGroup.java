package io.github.accelbed.vfio;

import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.iommu.SvaBinding;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct vfio_group} (drivers/vfio/vfio.c, later group.c): the IOMMU group that each mdev gets for itself, with its node
 * {@code /dev/vfio/N}. It can be opened once; it counts as open until its own file and the device's are both closed.
 */
public final class VfioGroup implements MdevNode {
    private final VfioDriver driver;
    private final int number;
    private final Mdev mdev;
    private final List<ReservedRegion> reserved;
    private @Nullable Container container;
    private final List<OpenFile> groupFiles = new ArrayList<>();
    private final List<OpenFile> deviceFiles = new ArrayList<>();
    private int driverOpens;
    private int served;
    private int users;
    private @Nullable SvaBinding binding;
    private @Nullable MmStruct binder;
    private final boolean iommuBacked;
    private boolean revoked;

    /**
     * A closed group.
     *
     * @param number the N of its node
     * @param mdev the one device in it
     */
    VfioGroup(VfioDriver driver, int number, Mdev mdev) {
        this.driver = driver;
        this.number = number;
        this.mdev = mdev;
        iommuBacked = driver.iommuBacked();
        reserved = new ArrayList<>(driver.kernel().iommu().reserved());
    }

    @Override
    public int number() {
        return number;
    }

    /**
     * The one device in it.
     *
     * @return the mdev
     */
    public Mdev mdev() {
        return mdev;
    }

    @Override
    public boolean opened() {
        return !groupFiles.isEmpty() || inUse();
    }

    @Override
    public boolean inUse() {
        return !deviceFiles.isEmpty();
    }

    @Override
    public boolean attached() {
        return container != null;
    }

    @Override
    public @Nullable Operation<?> revoke() {
        revoked = true;
        return container == null ? null : new DetachGroup(driver, this);
    }

    /** Whether its last device was unplugged while somebody has the group open: {@code group->iommu_group} is NULL. */
    boolean revoked() {
        return revoked;
    }

    /**
     * Whether a real IOMMU is behind it, as behind a device of vfio-pci; an mdev's may be emulated.
     *
     * @return true if so
     */
    public boolean iommuBacked() {
        return iommuBacked;
    }

    /** {@code iommu_get_group_resv_regions}: addresses that no mapping of its container may use. */
    List<ReservedRegion> reserved() {
        return reserved;
    }

    /**
     * The container it is attached to, or null.
     *
     * @return the container, or null
     */
    @Nullable
    public Container container() {
        return container;
    }

    void setContainer(@Nullable Container newContainer) {
        container = newContainer;
    }

    /** {@code container_users}: one more open file that keeps it in its container. */
    void getUser() {
        users++;
    }

    /** One file fewer; true if it was the last, so the caller must detach the group. */
    boolean putUser() {
        return --users == 0;
    }

    /** Open files that keep it in its container. */
    int users() {
        return users;
    }

    /**
     * The file of its node, the last one if it has several clients, or null if closed.
     *
     * @return the file, or null
     */
    @Nullable
    public OpenFile groupFile() {
        return groupFiles.isEmpty() ? null : groupFiles.get(groupFiles.size() - 1);
    }

    /** The files of its node, one unless nobody looks who owns it; each there until its release is over. */
    List<OpenFile> groupFiles() {
        return groupFiles;
    }

    /**
     * The files that GET_DEVICE_FD made, usually one; each set until its release is over.
     *
     * @return in the order of their making
     */
    public List<OpenFile> deviceFiles() {
        return deviceFiles;
    }

    /** A file more that the driver serves; true if it is the first. */
    boolean serve() {
        return served++ == 0;
    }

    /** A file fewer; true if it was the last, so the driver must close the device. */
    boolean unserve() {
        return --served == 0;
    }

    /** How often the mdev's driver was opened for the present client. */
    int driverOpens() {
        return driverOpens;
    }

    void setDriverOpens(int opens) {
        driverOpens = opens;
    }

    /**
     * The address space that WarpDrive V2's SVA mode bound its queue to, or null.
     *
     * @return the binding, or null
     */
    @Nullable
    public SvaBinding binding() {
        return binding;
    }

    /**
     * Who bound it, honestly or not; null if it is not bound.
     *
     * @return its mm, or null
     */
    @Nullable
    public MmStruct binder() {
        return binder;
    }

    void bind(SvaBinding to, MmStruct by) {
        binding = to;
        binder = by;
    }

    /** Undoes it, if there is anything to undo. */
    void unbind() {
        if (binding != null) {
            binding.unbind();
        }
        binding = null;
        binder = null;
    }
}
