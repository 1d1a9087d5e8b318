package io.github.accelbed.drivers.exhaustion;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.RowTrait;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Every row, those with instances once for each care, on the chosen kernel or else on the newest of the default ones that has the row.
 *
 * @param all who competes
 * @param leftOut rows that the chosen kernel does not have, with the kernel that stands in for it
 */
record Contenders(List<Contender> all, List<LeftOut> leftOut) {
    Contenders {
        all = List.copyOf(all);
        leftOut = List.copyOf(leftOut);
    }

    static Contenders on(KernelVersion chosen, CostTable costs, Management management) {
        List<Contender> all = new ArrayList<>();
        List<LeftOut> out = new ArrayList<>();
        for (AccessBackend backend : Rows.all()) {
            KernelVersion version = chosen;
            Testbed bed = new Testbed(backend, chosen, costs, 1);
            String reason = bed.whyLeftOut();
            if (reason != null) {
                for (KernelVersion other : Rows.kernels()) {
                    Testbed elsewhere = new Testbed(backend, other, costs, 1);
                    if (elsewhere.whyLeftOut() == null) {
                        bed = elsewhere;
                        version = other;
                    }
                }
                boolean found = bed.whyLeftOut() == null;
                String instead = found ? "; it runs on " + version + " here" : "; it runs on none of the kernels";
                out.add(new LeftOut(backend.id(), chosen.toString(), reason + instead));
                if (!found) {
                    continue;
                }
            }
            String row = backend.id() + (version.equals(chosen) ? "" : " on " + version);
            boolean instances = bed.is(RowTrait.INSTANCE_OUTLIVES_CLIENT);
            all.add(new Contender(row, backend, version, Care.NONE));
            if (instances && management.everyNs() > 0) {
                all.add(new Contender(row, backend, version, Care.MANAGER));
                if (management.crashNs() > 0) {
                    all.add(new Contender(row, backend, version, Care.CRASHING_MANAGER));
                }
            }
        }
        return new Contenders(all, out);
    }
}
