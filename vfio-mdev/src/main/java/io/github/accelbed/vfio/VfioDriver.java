package io.github.accelbed.vfio;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.device.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the VFIO and mdev modules keep while they are loaded: containers, parents, mdevs, group numbers and the books of locked_vm. */
final class VfioDriver {
    private final Kernel kernel;
    private final VfioRules rules;
    private final LockedVm lockedVm;
    private final List<Container> containers = new ArrayList<>();
    private final Map<Device, MdevParent> parents = new LinkedHashMap<>();
    private final Map<String, Mdev> mdevs = new LinkedHashMap<>();
    private int groups;
    private int uuids;

    /**
     * Freshly loaded.
     *
     * @param kernel where it runs
     */
    VfioDriver(Kernel kernel) {
        this.kernel = kernel;
        rules = kernel.rules(VfioRules.class, VfioRules.of(kernel.version()));
        lockedVm = new LockedVm(rules);
    }

    /** The machine. */
    Kernel kernel() {
        return kernel;
    }

    /** The era's rules. */
    VfioRules rules() {
        return rules;
    }

    /** The books of locked_vm. */
    LockedVm lockedVm() {
        return lockedVm;
    }

    /** A device's driver registers with the mdev core when somebody first asks. */
    MdevParent parent(Device device) {
        return parents.computeIfAbsent(device, MdevParent::new);
    }

    /** All parents. */
    Collection<MdevParent> parents() {
        return parents.values();
    }

    /** The mdev of a UUID, on whichever parent, or null. */
    @Nullable
    Mdev mdev(String name) {
        return mdevs.get(name);
    }

    void add(Mdev mdev) {
        mdevs.put(mdev.name(), mdev);
        mdev.parent().children().add(mdev);
    }

    void remove(Mdev mdev) {
        mdevs.remove(mdev.name());
        mdev.parent().children().remove(mdev);
    }

    /** A number for a new group; group numbers are not used again, where the kernel takes the lowest free one. */
    int newGroupNumber() {
        return groups++;
    }

    /** A UUID of root's choice, in a form that no scenario can write. */
    String newUuid(MdevParent parent) {
        return parent.device().name() + ":" + uuids++;
    }

    /** A new container; those that are closed and without groups are forgotten. */
    Container newContainer() {
        containers.removeIf(c -> c.file().released() && c.groups().isEmpty());
        Container container = new Container();
        containers.add(container);
        return container;
    }

    /** {@code vfio_iommu_type1_open}: a new hardware context. */
    Type1Iommu newIommu() {
        return new Type1Iommu(kernel.iommu().allocDomain());
    }

    /** The containers. */
    List<Container> containers() {
        return containers;
    }

    /** The type1 instances that exist. */
    List<Type1Iommu> iommus() {
        List<Type1Iommu> iommus = new ArrayList<>();
        for (Container container : containers) {
            Type1Iommu iommu = container.iommu();
            if (iommu != null) {
                iommus.add(iommu);
            }
        }
        return iommus;
    }
}
