package io.github.accelbed.drivers.bed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostLedgerTest {
    private static final CostTable COSTS = CostTable.defaults();

    private static CostLedger ofOpening(CostTable costs) {
        Testbed bed =
                new Testbed(Backends.find("uacce").orElseThrow(), Rows.ends().get(1), costs, 1);
        CostLedger ledger = bed.meter();
        Task task = bed.kernel().newTask("A");
        bed.mmap(task, Testbed.BUFFER, 1);
        AccessQueue queue = bed.open(task, OpenOptions.named("q"));
        bed.map(task, queue, Testbed.BUFFER, 1);
        return ledger;
    }

    @Test
    void anUnverifiedPriceThatMattersIsNamed() {
        assertThat(ofOpening(COSTS).unverified()).containsExactly(Cost.SVA_BIND);
        assertThat(CostLedger.note(List.of(ofOpening(COSTS)))).isEqualTo("rests on an unverified cost: sva-bind");
    }

    @Test
    void anUnverifiedPriceThatIsLessThanAHundredthIsNot() {
        CostTable cheap = COSTS.with("cheap.csv", CostTable.HEADER + "\nsva-bind,1,estimate,no\n");
        assertThat(ofOpening(cheap).unverified()).isEmpty();
        assertThat(CostLedger.note(List.of(ofOpening(cheap)))).isNull();
    }
}
