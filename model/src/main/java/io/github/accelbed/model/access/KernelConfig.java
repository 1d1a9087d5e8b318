package io.github.accelbed.model.access;

import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuKind;
import io.github.accelbed.model.process.Task;
import java.util.List;

/**
 * Sizes, limits and prices of a simulated machine.
 *
 * @param initialFrames frames laid out at boot, at least 1; memory grows from there
 * @param maxFrames the most frames, 4 KiB each
 * @param iommu whose IOMMU it has
 * @param addressBits how many bits of an address that takes, {@link Iommu#ALL_BITS} for all that a process uses
 * @param iotlbEntries size of the IOTLB, a power of two
 * @param pasids how many PASIDs there are
 * @param memlockPages RLIMIT_MEMLOCK of each process, pages; {@link Task#UNLIMITED} for none
 * @param maxMaps {@code dma_entry_limit} of a VFIO container
 * @param costs the prices
 * @param ablations mechanisms that are left out
 */
public record KernelConfig(
        int initialFrames,
        int maxFrames,
        IommuKind iommu,
        int addressBits,
        int iotlbEntries,
        int pasids,
        long memlockPages,
        int maxMaps,
        CostTable costs,
        List<Ablation> ablations) {

    /** VFIO's default {@code dma_entry_limit}: U16_MAX. */
    public static final int DEFAULT_MAX_MAPS = 65535;

    /** Copies the list. */
    public KernelConfig {
        ablations = List.copyOf(ablations);
    }

    /**
     * A small machine that may grow to 64 GiB, without limits.
     *
     * @param costs the prices
     * @return the configuration
     */
    public static KernelConfig defaults(CostTable costs) {
        return new KernelConfig(
                64,
                1 << 24,
                IommuKind.UNNAMED,
                Iommu.ALL_BITS,
                64,
                Iommu.MAX_PASIDS,
                Task.UNLIMITED,
                DEFAULT_MAX_MAPS,
                costs,
                List.of());
    }

    /**
     * With another memlock limit.
     *
     * @param pages the limit in pages
     * @return the changed configuration
     */
    public KernelConfig withMemlockPages(long pages) {
        return new KernelConfig(
                initialFrames, maxFrames, iommu, addressBits, iotlbEntries, pasids, pages, maxMaps, costs, ablations);
    }

    /**
     * With the IOMMU of somebody.
     *
     * @param kind whose
     * @param bits how many bits of an address it takes
     * @return the changed configuration
     */
    public KernelConfig withIommu(IommuKind kind, int bits) {
        return new KernelConfig(
                initialFrames, maxFrames, kind, bits, iotlbEntries, pasids, memlockPages, maxMaps, costs, ablations);
    }

    /**
     * With another number of PASIDs.
     *
     * @param count how many
     * @return the changed configuration
     */
    public KernelConfig withPasids(int count) {
        return new KernelConfig(
                initialFrames,
                maxFrames,
                iommu,
                addressBits,
                iotlbEntries,
                count,
                memlockPages,
                maxMaps,
                costs,
                ablations);
    }

    /**
     * With another limit of mappings a container.
     *
     * @param count the limit
     * @return the changed configuration
     */
    public KernelConfig withMaxMaps(int count) {
        return new KernelConfig(
                initialFrames,
                maxFrames,
                iommu,
                addressBits,
                iotlbEntries,
                pasids,
                memlockPages,
                count,
                costs,
                ablations);
    }

    /**
     * With other sizes.
     *
     * @param initial frames laid out at boot
     * @param max the most frames
     * @param iotlb entries of the IOTLB
     * @return the changed configuration
     */
    public KernelConfig withSizes(int initial, int max, int iotlb) {
        return new KernelConfig(
                initial, max, iommu, addressBits, iotlb, pasids, memlockPages, maxMaps, costs, ablations);
    }

    /**
     * With mechanisms left out.
     *
     * @param left which ones
     * @return the changed configuration
     */
    public KernelConfig without(List<Ablation> left) {
        return new KernelConfig(
                initialFrames, maxFrames, iommu, addressBits, iotlbEntries, pasids, memlockPages, maxMaps, costs, left);
    }
}
