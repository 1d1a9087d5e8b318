package io.github.accelbed.drivers.leak;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.cost.CostTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All mishaps of one row on one kernel: the first allocation or step, the second, and so on until the chain succeeds untouched. */
final class LeakSweep {
    private LeakSweep() {}

    /** Every fate, in order; empty if the kernel does not have the row. */
    static List<Fate> of(AccessBackend backend, KernelVersion version, CostTable costs) {
        List<Fate> fates = new ArrayList<>();
        if (!new Chain(backend, version, costs).offered()) {
            return fates;
        }
        for (Mishap mishap : Mishap.values()) {
            long n = 1;
            for (Fate fate = fate(backend, version, costs, mishap, n);
                    fate != null;
                    fate = fate(backend, version, costs, mishap, ++n)) {
                fates.add(fate);
            }
        }
        return fates;
    }

    private static @Nullable Fate fate(
            AccessBackend backend, KernelVersion version, CostTable costs, Mishap mishap, long n) {
        Chain chain = new Chain(backend, version, costs);
        return mishap == Mishap.FAILED ? chain.failing(n) : chain.killed(n);
    }
}
