package io.github.accelbed.vfio;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;

/**
 * What an era of VFIO and its type1 driver does differently.
 *
 * <p>Eras: E18 up to 5.3; the check of reserved regions from 5.4; pins in batches of 512 pages from 5.12; a foreign mm may unmap from
 * 6.0; the charge is undone at the mm that was charged from 6.3; a range that wraps is
 * EOVERFLOW from about 6.18.
 */
public interface VfioRules {
    /**
     * The rules of a kernel.
     *
     * @param version the release
     * @return mainline's rules
     */
    static VfioRules of(KernelVersion version) {
        return new MainlineVfioRules(version);
    }

    /**
     * {@code vfio_iommu_iova_dma_valid}, 5.4 on: whether MAP_DMA refuses reserved regions and addresses beyond the aperture. Before,
     * a mapping could lie over the MSI window.
     *
     * @return true if it answers EINVAL
     */
    boolean checksReservedRegions();

    /**
     * {@code dma_entry_limit}, from 5.1 (the exact release is UNVERIFIED): whether a container has a limit of mappings.
     *
     * @return true if a map beyond it answers ENOSPC
     */
    boolean limitsMappings();

    /**
     * The {@code opened} count of {@code struct vfio_group}: whether a group has one client and one container at a time. Without it a second
     * client gets the device as it is set up for the first.
     *
     * @return true on every mainline kernel
     */
    boolean ownsGroups();

    /**
     * {@code iommu_attach_group}: whether the devices of one container are in a domain that no other container maps into.
     *
     * @return true on every mainline kernel; what WarpDrive's rows share is their own doing
     */
    boolean isolatesGroups();

    /**
     * {@code vfio_iommu_unmap_unpin_all}: whether the entries of a container leave the IOMMU when its last group is detached.
     *
     * @return true on every mainline kernel
     */
    boolean unmapsAtDetach();

    /**
     * {@code release}, later {@code close_device}, of the device's driver: whether the last close stops and resets what is behind the device.
     * Without it the queue goes on with what its client left there.
     *
     * @return true on every mainline kernel
     */
    boolean resetsAtClose();

    /**
     * Pages that one get_user_pages call of {@code vfio_pin_pages_remote} asks for.
     *
     * @return 1, or 512 from 5.12
     */
    int pinBatchPages();

    /**
     * {@code vfio_lock_acct}: whether a mapping is held against RLIMIT_MEMLOCK and charged to {@code locked_vm}.
     *
     * @return true on every mainline kernel
     */
    boolean accountsLockedPages();

    /**
     * Whether UNMAP_DMA of a process with another mm than the mapper's works, 6.0 on. Before, it stops at such a mapping and answers
     * success with size 0.
     *
     * @return true if anybody with the container may unmap
     */
    boolean foreignMmMayUnmap();

    /**
     * Whether the charge is undone at the mm that was charged ({@code dma->mm}), 6.3 on. Before, it is undone at the mm that the
     * mapping task has by then.
     *
     * @return true if the mapping remembers the mm
     */
    boolean unchargesChargedMm();

    /**
     * Whether {@code put_pfn} keeps the reference that a pin took of the zero page, which it takes for a reserved page: up to 5.19. Since
     * 873aefb376bb the reference is given back as soon as it is taken.
     *
     * @return true if the zero page's count only grows
     */
    boolean losesZeroPage();

    /**
     * What MAP_DMA and UNMAP_DMA answer to a range that wraps around the 64-bit address space.
     *
     * @return EINVAL, or EOVERFLOW from 6.18 (the release is UNVERIFIED)
     */
    Errno wrapped();

    /**
     * What SET_CONTAINER answers to a negative descriptor.
     *
     * @return EINVAL, or EBADF from about 6.1 (the release is UNVERIFIED)
     */
    Errno negativeContainerFd();

    /**
     * What SET_IOMMU answers if there is no domain for the container.
     *
     * @return EIO, or ENOMEM from 6.11 on, where {@code iommu_paging_domain_alloc} says why (the release is UNVERIFIED)
     */
    Errno noDomain();

    /**
     * What SET_CONTAINER answers to the descriptor of something else.
     *
     * @return EINVAL, or EBADFD from about 6.1 (the release is UNVERIFIED)
     */
    Errno notAContainerFd();

    /**
     * Whether each GET_DEVICE_FD of an open device runs its driver's open again, up to about 5.14 (the release is UNVERIFIED). Since, only
     * the first one does.
     *
     * @return true if each does
     */
    boolean opensDriverForEachFile();

    /**
     * {@code mdev_set_iommu_device}, 5.2 to 5.15: whether an mdev can have a real IOMMU behind it, by an auxiliary domain of its parent. No
     * driver in mainline ever used it.
     *
     * @return true if the hook is there
     */
    boolean hasMdevIommuDevice();

    /**
     * {@code VFIO_DMA_UNMAP_FLAG_ALL}, {@code VFIO_DMA_UNMAP_FLAG_VADDR} and {@code VFIO_DMA_MAP_FLAG_VADDR}, 5.12 on. Before, they are
     * unknown and EINVAL.
     *
     * @return true if they are known
     */
    boolean hasUnmapFlags();

    /**
     * Whether the address of a mapping may not go while an mdev with an emulated IOMMU is in the container, 6.3 on: ef3a3f6a294b. Before, its
     * driver's pins wait for the address to come back ({@code vfio_find_dma_valid}, 898b9eaeb3fe, 5.12).
     *
     * @return true if the call answers EBUSY
     */
    boolean excludesMdevsFromVaddr();
}
