package io.github.accelbed.vfio.iommufd;

/**
 * {@code struct iommufd_fault}, IOMMU_FAULT_QUEUE_ALLOC: where user space reads page requests of page tables of its own. The pages of an IOAS are
 * pinned, so no request ever comes here; left out are reading and answering them.
 */
final class FaultQueue extends IommufdObject {}
