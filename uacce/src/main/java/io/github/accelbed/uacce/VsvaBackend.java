package io.github.accelbed.uacce;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.NamedBackend;
import io.github.accelbed.model.access.RowTrait;
import java.util.Set;

/**
 * The row {@code vsva}: SVA inside a guest. The guest's process binds as on bare hardware (uacce, by the guest's kernel); the host nests the
 * process's table on a second stage, for which the VMM pins the whole guest.
 *
 * <p>Verified: what is nested on what, and that host and guest both have a part in faults and invalidations (mail of May 2020). The price of
 * a guest's page request is second-hand; that of a nested walk is derived, and an invalidation is cheaper here than any that was measured.
 */
public final class VsvaBackend extends NamedBackend {
    /** The row. */
    public VsvaBackend() {
        super("vsva", "SVA in a guest: the guest process's table, nested on a pinned second stage");
    }

    @Override
    public String note(KernelVersion version) {
        String era = UacceRules.of(version).note();
        return "The kernel is the guest's; the host pins all guest memory, charged to the VMM, and repeats each invalidation. Exits of the guest "
                + "have no price."
                + (era == null ? "" : " In the guest, " + era + ".");
    }

    @Override
    public Set<RowTrait> traits(KernelVersion version) {
        return new UacceBackend().traits(version);
    }

    @Override
    public Access on(Kernel kernel) {
        return new UacceAccess(kernel, new GuestPlatform(kernel));
    }
}
