package io.github.accelbed.uacce.idxd;

import io.github.accelbed.model.Errno;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;

/** {@code vmalloc} of an area that needs a page-table page: ENOMEM without one. */
final class Vmalloc extends AccessOperation<Vmalloc> {
    private static final Program<Vmalloc> STEPS = Program.<Vmalloc>of("vmalloc")
            .kernel("pte_alloc_kernel", Cost.INCLUDED, (o, a) -> o.populate())
            .build();

    private final IdxdDriver driver;

    Vmalloc(IdxdDriver driver) {
        super(STEPS);
        this.driver = driver;
    }

    private int populate() {
        return driver.kernelTable().populate() ? Flow.DONE : fail(Errno.ENOMEM);
    }
}
