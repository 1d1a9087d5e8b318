package io.github.accelbed.vfio;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.vfio.mdev.Mdev;
import io.github.accelbed.vfio.mdev.MdevBus;
import io.github.accelbed.vfio.mdev.MdevNode;
import io.github.accelbed.vfio.mdev.MdevParent;
import io.github.accelbed.vfio.mdev.MdevParentOps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the VFIO modules keep while they are loaded: containers, group numbers, the books of locked_vm, and the bus of the mdevs. */
final class VfioDriver implements MdevParentOps {
    private final Kernel kernel;
    private final VfioRow row;
    private final VfioRules rules;
    private final LockedVm lockedVm;
    private final MdevBus bus;
    private final List<Container> containers = new ArrayList<>();
    private final List<QueueGrant> grants = new ArrayList<>();
    private final Map<MdevParent, ParentDomain> parentDomains = new LinkedHashMap<>();
    private final Map<MdevParent, ImsTable> ims = new LinkedHashMap<>();
    private final Map<MmStruct, Integer> shownPasids = new LinkedHashMap<>();
    private final SdmdevRules sdmdevRules;
    private boolean isolatedMsi = true;
    private boolean allowUnsafeInterrupts;
    private boolean refusesBusyRemoval = true;
    private int addressBits = Long.SIZE;
    private int groups;

    /**
     * Freshly loaded.
     *
     * @param kernel where it runs
     * @param row what is special about it
     */
    VfioDriver(Kernel kernel, VfioRow row) {
        this.kernel = kernel;
        this.row = row;
        rules = kernel.rules(VfioRules.class, VfioRules.of(kernel.version()));
        sdmdevRules = kernel.rules(SdmdevRules.class, SdmdevRules.asPosted());
        lockedVm = new LockedVm(rules);
        bus = new MdevBus(kernel, this);
    }

    /** The machine. */
    Kernel kernel() {
        return kernel;
    }

    /** What is special about this row. */
    VfioRow row() {
        return row;
    }

    /** The era's rules. */
    VfioRules rules() {
        return rules;
    }

    /** What WarpDrive V2 checks. */
    SdmdevRules sdmdevRules() {
        return sdmdevRules;
    }

    /** The PASIDs that programs were told, by whose they are. */
    Map<MmStruct, Integer> shownPasids() {
        return shownPasids;
    }

    /** The books of locked_vm. */
    LockedVm lockedVm() {
        return lockedVm;
    }

    /** Where the mdevs are. */
    MdevBus bus() {
        return bus;
    }

    /** {@code iommu_group_has_isolated_msi}: whether a device cannot fake another one's interrupts. */
    boolean isolatedMsi() {
        return isolatedMsi;
    }

    void setIsolatedMsi(boolean isolated) {
        isolatedMsi = isolated;
    }

    /** The module's parameter {@code allow_unsafe_interrupts}. */
    boolean allowUnsafeInterrupts() {
        return allowUnsafeInterrupts;
    }

    void setAllowUnsafeInterrupts(boolean allow) {
        allowUnsafeInterrupts = allow;
    }

    /** {@code BITS_PER_LONG}: how wide the kernel's {@code unsigned long}, {@code size_t} and {@code dma_addr_t} are. */
    int addressBits() {
        return addressBits;
    }

    void setAddressBits(int bits) {
        addressBits = bits;
    }

    @Override
    public boolean takesQueuesAtCreate() {
        return !row.queuesByIoctl();
    }

    @Override
    public boolean refusesBusyRemoval() {
        return refusesBusyRemoval;
    }

    void setRefusesBusyRemoval(boolean refuses) {
        refusesBusyRemoval = refuses;
    }

    /** {@code vfio_add_group_dev}: group numbers are not used again, where the kernel takes the lowest free one. */
    @Override
    public MdevNode probe(Mdev mdev) {
        return new VfioGroup(this, groups++, mdev);
    }

    /** The group of an mdev. */
    static VfioGroup group(Mdev mdev) {
        return (VfioGroup) mdev.node();
    }

    /** {@code close_device} of the mdev's driver, at the last close of the device; how many pages it unpins. */
    int closeDevice(VfioGroup group) {
        group.setDriverOpens(0);
        group.unbind();
        group.setRequestEvent(false);
        if (rules.resetsAtClose()) {
            group.mdev().reset();
        }
        ims(group.mdev().parent()).free(group.mdev());
        Type1Iommu iommu = group.container() == null ? null : group.container().iommu();
        return iommu == null || group.iommuBacked() ? 0 : VfioPinPages.unpinAll(this, iommu, group.mdev());
    }

    /** Where the mappings of a container with these groups go; null if there is no memory for a domain. */
    @Nullable
    Attachment attachment(List<VfioGroup> of) {
        VfioGroup first = of.stream().filter(VfioGroup::iommuBacked).findFirst().orElse(null);
        if (first == null) {
            return new EmulatedIommu();
        }
        if (!rules.isolatesGroups()) {
            return new UnisolatedDomain(parentDomain(first.mdev().parent()));
        }
        return row.iommuBacked() ? row.attachments().of(this, first.mdev().parent()) : OwnDomain.of(this);
    }

    /** Queues that were handed out on open mdevs. */
    List<QueueGrant> grants() {
        return grants;
    }

    /** The domain that the mdevs of a parent share. */
    ParentDomain parentDomain(MdevParent parent) {
        return parentDomains.computeIfAbsent(
                parent, fresh -> new ParentDomain(kernel.iommu().newDefaultDomain()));
    }

    /** The interrupt message store of a parent. */
    ImsTable ims(MdevParent parent) {
        return ims.computeIfAbsent(parent, fresh -> new ImsTable());
    }

    /** All domains that mdevs share. */
    Collection<ParentDomain> parentDomains() {
        return parentDomains.values();
    }

    /** The container that a process's library has for a device, if its row has one for the whole process; else null. */
    @Nullable
    Container libraryContainer(Task task, MdevParent parent) {
        for (Container container : containers) {
            if (row.libraryContainer()
                    && task.files().holds(container.file())
                    && container.groups().stream()
                            .anyMatch(group -> group.mdev().parent() == parent)) {
                return container;
            }
        }
        return null;
    }

    /** The group in a container through whose open mdev a process gets further queues, or null. */
    @Nullable
    VfioGroup openMdev(Task task, Container container, MdevParent parent) {
        for (VfioGroup group : container.groups()) {
            if (row.queuesByIoctl()
                    && group.mdev().parent() == parent
                    && group.deviceFiles().stream().anyMatch(task.files()::holds)) {
                return group;
            }
        }
        return null;
    }

    /** A new container; those that are closed and without groups are forgotten. */
    Container newContainer() {
        containers.removeIf(c -> c.file().released() && c.groups().isEmpty());
        Container container = new Container();
        containers.add(container);
        return container;
    }

    /** The container behind a file, or null if the file is something else. */
    @Nullable
    Container container(OpenFile file) {
        for (Container container : containers) {
            if (container.file() == file) {
                return container;
            }
        }
        return null;
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
