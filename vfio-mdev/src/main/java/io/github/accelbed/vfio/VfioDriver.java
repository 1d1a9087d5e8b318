package io.github.accelbed.vfio;

import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
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
public final class VfioDriver implements MdevParentOps {
    private final Kernel kernel;
    private final Attachment.@Nullable Factory attachments;
    private final boolean queuesByIoctl;
    private final VfioRules rules;
    private final LockedVm lockedVm;
    private final MdevBus bus;
    private final List<Container> containers = new ArrayList<>();
    private final List<QueueGrant> grants = new ArrayList<>();
    private final Map<MdevParent, ParentDomain> parentDomains = new LinkedHashMap<>();
    private final Map<MdevParent, ImsTable> ims = new LinkedHashMap<>();
    private final Map<MmStruct, Integer> shownPasids = new LinkedHashMap<>();
    private final SdmdevRules sdmdevRules;
    private int groups;

    /**
     * Freshly loaded.
     *
     * @param kernel where it runs
     * @param attachments where the row maps the pages of a container, or null where its IOMMU is emulated
     * @param queuesByIoctl whether a client gets its queues by an ioctl on the open mdev
     */
    public VfioDriver(Kernel kernel, Attachment.@Nullable Factory attachments, boolean queuesByIoctl) {
        this.kernel = kernel;
        this.attachments = attachments;
        this.queuesByIoctl = queuesByIoctl;
        rules = kernel.rules(VfioRules.class, VfioRules.of(kernel.version()));
        sdmdevRules = kernel.rules(SdmdevRules.class, SdmdevRules.asPosted());
        lockedVm = new LockedVm(rules);
        bus = new MdevBus(kernel, this);
    }

    /**
     * The machine.
     *
     * @return the kernel
     */
    public Kernel kernel() {
        return kernel;
    }

    /** Whether a real IOMMU is behind the row's groups. */
    boolean iommuBacked() {
        return attachments != null;
    }

    /**
     * The era's rules.
     *
     * @return the rules
     */
    public VfioRules rules() {
        return rules;
    }

    /**
     * A holder for pins of type1.
     *
     * @param task whose call takes them
     * @param write whether the device may write, so that unpinned pages are marked dirty
     */
    PageReferences newPins(Task task, boolean write) {
        return new PageReferences(kernel.mm(), task.name(), true, write).passesOverZeroPage(rules.losesZeroPage());
    }

    /** What WarpDrive V2 checks. */
    SdmdevRules sdmdevRules() {
        return sdmdevRules;
    }

    /**
     * The PASIDs that programs were told, by whose they are.
     *
     * @return PASIDs by address space
     */
    public Map<MmStruct, Integer> shownPasids() {
        return shownPasids;
    }

    /** The books of locked_vm. */
    LockedVm lockedVm() {
        return lockedVm;
    }

    /**
     * Where the mdevs are.
     *
     * @return the bus
     */
    public MdevBus bus() {
        return bus;
    }

    @Override
    public boolean takesQueuesAtCreate() {
        return !queuesByIoctl;
    }

    /** {@code vfio_add_group_dev}: group numbers are not used again, where the kernel takes the lowest free one. */
    @Override
    public MdevNode probe(Mdev mdev) {
        return new VfioGroup(this, groups++, mdev);
    }

    /**
     * The group of an mdev.
     *
     * @param mdev which
     * @return its node
     */
    public static VfioGroup group(Mdev mdev) {
        return (VfioGroup) mdev.node();
    }

    /** {@code close_device} of the mdev's driver, at the last close of the device; how many pages it unpins. */
    int closeDevice(VfioGroup group) {
        group.setDriverOpens(0);
        group.unbind();
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
        return attachments == null
                ? OwnDomain.of(this)
                : attachments.of(this, first.mdev().parent());
    }

    /**
     * Queues that were handed out on open mdevs.
     *
     * @return in the order of their making
     */
    public List<QueueGrant> grants() {
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

    /**
     * The container that a process has for a device, or null.
     *
     * @param task the process
     * @param parent of which device
     * @return the container, or null
     */
    @Nullable
    public Container containerOf(Task task, MdevParent parent) {
        for (Container container : containers) {
            if (task.files().holds(container.file())
                    && container.groups().stream()
                            .anyMatch(group -> group.mdev().parent() == parent)) {
                return container;
            }
        }
        return null;
    }

    /**
     * The group in a container through whose open mdev a process gets further queues, or null.
     *
     * @param task the process
     * @param container in which container
     * @param parent of which device
     * @return the group, or null
     */
    @Nullable
    public VfioGroup openMdev(Task task, Container container, MdevParent parent) {
        for (VfioGroup group : container.groups()) {
            if (group.mdev().parent() == parent && group.deviceFiles().stream().anyMatch(task.files()::holds)) {
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
