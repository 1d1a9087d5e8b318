package io.github.accelbed.vfio.row;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.vfio.VfioRules;

/** What the rows with auxiliary domains say of the kernels that have none. */
final class AuxDomains {
    private static final String MISSING = "VFIO knew auxiliary domains of mdevs from 5.2 to 5.15";

    private AuxDomains() {}

    static String note(KernelVersion version) {
        return VfioRules.of(version).hasMdevIommuDevice()
                ? "The hook is mainline's from 5.2 to 5.15; no driver in mainline used it."
                : MISSING + ".";
    }

    static Access on(Kernel kernel, VfioRow row) {
        boolean there =
                kernel.rules(VfioRules.class, VfioRules.of(kernel.version())).hasMdevIommuDevice();
        return new VfioAccess(kernel, row, there ? null : MISSING);
    }
}
