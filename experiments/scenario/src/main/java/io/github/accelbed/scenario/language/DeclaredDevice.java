package io.github.accelbed.scenario.language;

import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuKind;
import io.github.accelbed.scenario.language.term.Position;
import org.jspecify.annotations.Nullable;

/**
 * A {@code device} header, or the device that is there without one.
 *
 * @param at where the header stands; {@link Position#NONE} for the device that is there without one
 * @param kind which device, one of {@link Vocabulary#devices()}; it is also its name
 * @param queues how many hardware queues it has, 1 to 65,536
 * @param via the backend that hands it out, or null for the cell's backend
 * @param pasid whether its transactions can carry a PASID
 * @param pri whether it can wait for a page (page requests, or stalls of its transactions)
 * @param rawio whether its users may map its portal: it has no erratum, or they have CAP_SYS_RAWIO
 * @param iommu whose IOMMU it is behind
 * @param bits how many bits of an address that takes, 32 to 48
 */
public record DeclaredDevice(
        Position at,
        String kind,
        int queues,
        @Nullable String via,
        boolean pasid,
        boolean pri,
        boolean rawio,
        IommuKind iommu,
        int bits) {

    /** The most queues a device can have. */
    public static final int MAX_QUEUES = 65_536;

    /** What a scenario has that declares no device. */
    public static final DeclaredDevice DEFAULT = new DeclaredDevice(Position.NONE, "accel", 16, null);

    /**
     * A device that can do everything.
     *
     * @param at where the header stands
     * @param kind which device
     * @param queues how many hardware queues it has
     * @param via the backend that hands it out, or null
     */
    public DeclaredDevice(Position at, String kind, int queues, @Nullable String via) {
        this(at, kind, queues, via, true, true, true, IommuKind.UNNAMED, Iommu.ALL_BITS);
    }

    /** Checks the number of queues. */
    public DeclaredDevice {
        if (queues < 1 || queues > MAX_QUEUES) {
            throw new IllegalArgumentException("a device of " + queues + " queues");
        }
    }
}
