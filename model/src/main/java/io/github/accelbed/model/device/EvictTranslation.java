package io.github.accelbed.model.device;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** A cache that replaces the entry of one page: an IOTLB, or the cache in a CAPI adapter. Nobody waits for it, so it costs nothing. */
final class EvictTranslation extends Operation<EvictTranslation> {
    private static final Program<EvictTranslation> STEPS = Program.<EvictTranslation>of("cache eviction")
            .iommu("evict translation", Cost.INCLUDED, (o, a) -> o.evict())
            .build();

    private final AddressTranslator translator;
    private final long vpn;

    EvictTranslation(AddressTranslator translator, long vpn) {
        super(STEPS);
        this.translator = translator;
        this.vpn = vpn;
    }

    private int evict() {
        translator.evict(vpn);
        return Flow.DONE;
    }
}
