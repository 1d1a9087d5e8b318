package io.github.accelbed.model.iommu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.AddressTranslator;
import io.github.accelbed.model.mm.PageTable;
import io.github.accelbed.model.mm.Pte;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an entry of the IOTLB that was filled without the right to write says to a write, once the table allows it. */
class KeptPermissionTest {
    private static final long V = 0x100;
    private static final int FRAME = 3;
    private static final long READ_ONLY = Pte.of(FRAME, Pte.PRESENT | Pte.ACCESSED);
    private static final long WRITABLE = READ_ONLY | Pte.WRITE | Pte.DIRTY;

    private final PageTable table = new PageTable();
    private final IommuDomain domain = new IommuDomain(1, table, true);

    private Iommu readOnce(IommuKind kind) {
        KernelConfig config = KernelConfig.defaults(CostTable.defaults())
                .withIommu(kind, Iommu.ALL_BITS)
                .withSizes(64, 64, 4);
        Iommu iommu = new Kernel(KernelVersion.parse("6.1"), config).iommu();
        table.set(V, READ_ONLY);
        assertThat(iommu.translate(domain, V, false)).isEqualTo(FRAME);
        assertThat(iommu.translate(domain, V, true)).isEqualTo(AddressTranslator.FAULT);
        assertThat(iommu.refuses(domain, V, true)).as("the table is the reason").isFalse();
        table.set(V, WRITABLE);
        return iommu;
    }

    @ParameterizedTest
    @EnumSource(IommuKind.class)
    void onlyOneThatKeepsPermissionsRefusesWhatTheTableAllows(IommuKind kind) {
        Iommu iommu = readOnce(kind);
        boolean keeps = kind == IommuKind.SMMUV3;
        assertThat(iommu.refuses(domain, V, true)).isEqualTo(keeps);
        assertThat(iommu.refuses(domain, V, false)).isFalse();
        assertThat(iommu.translate(domain, V, false)).isEqualTo(FRAME);
        assertThat(iommu.translate(domain, V, true)).isEqualTo(keeps ? AddressTranslator.FAULT : FRAME);
        assertThat(iommu.translate(domain, V, true)).isEqualTo(keeps ? AddressTranslator.FAULT : FRAME);
    }

    @ParameterizedTest
    @EnumSource(IommuKind.class)
    void lookingAheadDoesNotMendAnEntryThatIsKept(IommuKind kind) {
        Iommu iommu = readOnce(kind);
        boolean keeps = kind == IommuKind.SMMUV3;
        assertThat(iommu.prefetch(domain, V, true)).isEqualTo(keeps ? 0 : 1);
        assertThat(iommu.translate(domain, V, true)).isEqualTo(keeps ? AddressTranslator.FAULT : FRAME);
    }

    @ParameterizedTest
    @EnumSource(IommuKind.class)
    void anEntryThatIsGoneRefusesNothing(IommuKind kind) {
        Iommu iommu = readOnce(kind);
        iommu.invalidate(domain, V, V + 1);
        assertThat(iommu.refuses(domain, V, true)).isFalse();
        assertThat(iommu.translate(domain, V, true)).isEqualTo(FRAME);

        iommu = readOnce(kind);
        iommu.evict(domain, V);
        assertThat(iommu.translate(domain, V, true)).isEqualTo(FRAME);

        iommu = readOnce(kind);
        table.set(V + 4, READ_ONLY);
        assertThat(iommu.translate(domain, V + 4, false)).as("in the same slot").isEqualTo(FRAME);
        assertThat(iommu.translate(domain, V, true)).isEqualTo(FRAME);
    }
}
