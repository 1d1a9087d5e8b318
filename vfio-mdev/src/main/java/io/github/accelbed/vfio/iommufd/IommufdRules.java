package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.KernelVersion;

/** What an era of iommufd has. */
public interface IommufdRules {
    /**
     * The rules of a kernel.
     *
     * @param version the release
     * @return mainline's rules
     */
    static IommufdRules of(KernelVersion version) {
        return new MainlineIommufdRules(version);
    }

    /**
     * Whether a device can be opened by its own node and attached by PASID: the node came with 6.6, attaching by PASID with 6.15 (the
     * release is UNVERIFIED).
     *
     * @return true if this row exists
     */
    boolean attachesByPasid();

    /**
     * Whether pages are held against RLIMIT_MEMLOCK and charged, for each user and not for each process.
     *
     * @return true on every mainline kernel
     */
    boolean accountsPinnedPages();
}
