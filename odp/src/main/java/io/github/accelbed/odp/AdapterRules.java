package io.github.accelbed.odp;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.device.DeviceKind;

/** What one adapter's driver does otherwise than another's, on one kernel. */
interface AdapterRules {
    /**
     * The rules of a device's driver.
     *
     * @param device which; {@code rxe} is served by rdma_rxe, all others by mlx5_ib
     * @param version the release
     * @param core what ib_core, and mlx5_ib, do
     * @return its rules
     */
    static AdapterRules of(Device device, KernelVersion version, RdmaRules core) {
        return device.name().equals(DeviceKind.RXE.id()) ? new SoftRoceRules(version, core) : new Mlx5Rules(core);
    }

    /** What it says of itself. */
    OdpCaps caps();

    /** What a region of the whole address space answers if it serves on-demand regions, but not such ones. */
    Errno withoutImplicit();

    /** Whether a fault asks for what the access needs, and not for what the region allows. */
    boolean faultsForAccess();

    /** Whether any entry of an on-demand region lets a write through. */
    boolean writesThroughReadOnlyEntries();

    /** Whether one fault brings all pages that an operation goes on to, and not those of one packet. */
    boolean faultsWholeSegments();

    /** What re-registration with other rights answers where it is not there at all, else OK. */
    Errno reregistration();

    /** {@link RdmaRules#reregistrationPinsAnew}. */
    boolean reregistrationPinsAnew();

    /** {@link RdmaRules#checksReregistration}. */
    boolean checksReregistration();

    /**
     * mlx5_ib.
     *
     * @param core where its eras stand, beside those of ib_core
     */
    record Mlx5Rules(RdmaRules core) implements AdapterRules {
        @Override
        public OdpCaps caps() {
            return OdpCaps.all();
        }

        @Override
        public Errno withoutImplicit() {
            return Errno.EOPNOTSUPP;
        }

        @Override
        public boolean faultsForAccess() {
            return false;
        }

        @Override
        public boolean writesThroughReadOnlyEntries() {
            return false;
        }

        @Override
        public boolean faultsWholeSegments() {
            return true;
        }

        @Override
        public Errno reregistration() {
            return Errno.OK;
        }

        @Override
        public boolean reregistrationPinsAnew() {
            return core.reregistrationPinsAnew();
        }

        @Override
        public boolean checksReregistration() {
            return core.checksReregistration();
        }
    }
}
