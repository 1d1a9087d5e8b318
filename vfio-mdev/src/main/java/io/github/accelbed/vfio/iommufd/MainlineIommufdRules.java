package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.KernelVersion;

/** Mainline's rules; the only place of this package that compares versions. */
record MainlineIommufdRules(KernelVersion version) implements IommufdRules {
    @Override
    public boolean attachesByPasid() {
        return version.since(6, 15);
    }

    @Override
    public boolean accountsPinnedPages() {
        return true;
    }
}
