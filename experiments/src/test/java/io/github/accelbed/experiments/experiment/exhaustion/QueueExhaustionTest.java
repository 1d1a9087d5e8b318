package io.github.accelbed.experiments.experiment.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.experiment.ExperimentRun;
import io.github.accelbed.experiments.experiment.bed.Rows;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueExhaustionTest {
    private static final long MS = 1_000_000;
    private static final Load LOAD = new Load(4, 200, 100 * MS, 80, 300, 20, 20, 50 * MS, 10 * MS, 4);

    private static Outcome run(String backend, long managerNs, Load load, List<Client> clients) {
        Contender contender = new Contender(backend, Backends.find(backend).orElseThrow(), managerNs);
        return new Simulation(contender, Rows.ends().get(1), CostTable.defaults(), load, clients).run();
    }

    private static Client client(int id, long arrivalMs, long holdMs, boolean forks, long childMs, Long... backoffMs) {
        List<Long> backoff = Arrays.stream(backoffMs).map(ms -> ms * MS).toList();
        return new Client(id, arrivalMs * MS, true, holdMs * MS, false, forks, childMs * MS, backoff);
    }

    @ParameterizedTest
    @CsvSource({"uacce, 0", "vfio, 0", "vfio, 50000000", "odp, 0"})
    void everyClientIsServedRefusedOrWaitingAtEveryMoment(String backend, long managerNs) {
        Outcome outcome = run(backend, managerNs, LOAD, Client.all(LOAD, 1));
        assertThat(outcome.samples()).hasSizeGreaterThan(100).allSatisfy(s -> {
            assertThat(s.served() + s.refused() + s.waiting()).isEqualTo(s.arrived());
            assertThat(s.holding()).isBetween(0, LOAD.queues());
            assertThat(s.mdevs()).isBetween(0L, (long) LOAD.queues());
        });
        Sample last = outcome.last();
        assertThat(last.arrived()).isEqualTo(200);
        assertThat(last.refused()).isPositive();
        assertThat(List.of(last.waiting(), last.holding(), last.children())).containsOnly(0);
        assertThat(last.freeForClient()).isEqualTo(LOAD.queues());
    }

    @ParameterizedTest
    @CsvSource({"uacce, 0, 4", "vfio, 0, 0", "vfio, 50000000, 4", "odp, 0, 4"})
    void hardwareQueuesComeBackExceptThoseOfMdevsThatNobodyRemoves(String backend, long managerNs, int free) {
        assertThat(run(backend, managerNs, LOAD, Client.all(LOAD, 1)).last().freeHardware())
                .isEqualTo(free);
    }

    /** One queue, held from 0 to 10 ms: a second client tries at 1, 4 and 13 ms. */
    @Test
    void aClientThatIsRefusedTriesAgainAndGetsTheQueueWhenItIsFree() {
        Load one = new Load(1, 2, 10 * MS, 100, 100, 0, 0, MS, MS, 3);
        Outcome outcome = run("uacce", 0, one, List.of(client(0, 0, 10, false, 0), client(1, 1, 10, false, 0, 3L, 9L)));
        assertThat(outcome.setUps()).extracting(SetUp::waitedNs).containsExactly(0L, 12 * MS);
        assertThat(outcome.setUps()).extracting(SetUp::tries).containsExactly(1, 3);
        assertThat(outcome.refusals()).containsExactly(Map.entry("EBUSY", 2));
    }

    @Test
    void aClientGivesUpAfterItsLastTry() {
        Load one = new Load(1, 2, 10 * MS, 100, 100, 0, 0, MS, MS, 2);
        Outcome outcome = run("uacce", 0, one, List.of(client(0, 0, 10, false, 0), client(1, 1, 10, false, 0, 3L)));
        assertThat(outcome.last().refused()).isEqualTo(1);
        assertThat(outcome.last().served()).isEqualTo(1);
    }

    /** The first client closes at 10 ms, its child ends at 60 ms; the second comes at 20 ms and again at 70 ms. */
    @ParameterizedTest
    @CsvSource({"uacce, 2", "vfio, 2", "odp, 1"})
    void aChildThatInheritedKeepsTheQueueUnlessClosingDestroysIt(String backend, int tries) {
        Load one = new Load(1, 2, 10 * MS, 100, 100, 0, 0, MS, MS, 2);
        Outcome outcome = run(backend, 0, one, List.of(client(0, 0, 10, true, 50), client(1, 20, 10, false, 0, 50L)));
        assertThat(outcome.setUps()).extracting(SetUp::tries).containsExactly(1, tries);
    }

    /** vfio has no name for a free group: with three taken, the fourth client probes three times in vain. */
    @Test
    void onVfioEveryTakenGroupCostsASystemCall() {
        Load four = new Load(4, 4, 10 * MS, 100, 100, 0, 0, MS, MS, 1);
        List<Client> clients = List.of(
                client(0, 0, 10, false, 0),
                client(1, 1, 10, false, 0),
                client(2, 2, 10, false, 0),
                client(3, 3, 10, false, 0));
        assertThat(run("vfio", 0, four, clients).setUps())
                .extracting(SetUp::syscalls)
                .containsExactly(7L, 8L, 9L, 10L);
        assertThat(run("uacce", 0, four, clients).setUps())
                .extracting(SetUp::syscalls)
                .containsOnly(4L);
    }

    @Test
    void clientsDependOnTheSeedAlone() {
        assertThat(Client.all(LOAD, 3)).isEqualTo(Client.all(LOAD, 3)).isNotEqualTo(Client.all(LOAD, 4));
    }

    @Test
    void aRunIsTheSameTwice() {
        QueueExhaustion experiment = new QueueExhaustion();
        Map<String, Long> small = Map.of("queues", 4L, "arrivals", 100L);
        ExperimentResult first =
                experiment.run(ExperimentRun.of(experiment, small, 5, CostTable.defaults(), done -> {}));
        assertThat(first)
                .isEqualTo(experiment.run(ExperimentRun.of(experiment, small, 5, CostTable.defaults(), done -> {})));
        assertThat(first.findings().get(0))
                .isEqualTo("When all clients are gone, of 4 hardware queues these are not free:"
                        + " uacce, vfio with manager and odp 0; vfio 4.");
    }

    @Test
    void aParameterOutOfRangeIsRefusedWithItsRange() {
        QueueExhaustion experiment = new QueueExhaustion();
        assertThatThrownBy(
                        () -> ExperimentRun.of(experiment, Map.of("crash", 101L), 1, CostTable.defaults(), done -> {}))
                .hasMessage("crash = 101 is out of range: 0 to 100 %");
    }
}
