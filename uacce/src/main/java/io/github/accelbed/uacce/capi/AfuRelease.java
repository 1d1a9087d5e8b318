package io.github.accelbed.uacce.capi;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/** {@code afu_release}: the context is detached, and the adapter forgets its translations. */
final class AfuRelease extends Operation<AfuRelease> {
    private static final Program<AfuRelease> STEPS = Program.<AfuRelease>of("afu_release")
            .cpu("cxl_context_detach, cxl_context_free", Cost.INCLUDED, (o, a) -> o.release())
            .build();

    private final CxlDriver driver;
    private final CxlContext context;

    AfuRelease(CxlDriver driver, CxlContext context) {
        super(STEPS);
        this.driver = driver;
        this.context = context;
    }

    private int release() {
        context.detach();
        driver.remove(context);
        return Flow.DONE;
    }
}
