package io.github.accelbed.model.device;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * A translation that is asked for ahead of any access: a translation request of a device with ATS, or the IOMMU's own walk, which may
 * refill its cache from the live table at any instant. A walk that finds nothing ends there: no fault, no page request. No job waits for
 * it, so it costs nothing.
 */
final class PrefetchTranslation extends Operation<PrefetchTranslation> {
    private static final Program<PrefetchTranslation> STEPS = Program.<PrefetchTranslation>of("translation prefetch")
            .iommu("translation request", Cost.INCLUDED, (o, a) -> o.prefetch())
            .build();

    private final HwQueue queue;
    private final AddressTranslator translator;
    private final long vpn;

    PrefetchTranslation(HwQueue queue, AddressTranslator translator, long vpn) {
        super(STEPS);
        this.queue = queue;
        this.translator = translator;
        this.vpn = vpn;
    }

    private int prefetch() {
        if (queue.started()) {
            translator.prefetch(vpn, false);
        }
        return Flow.DONE;
    }
}
