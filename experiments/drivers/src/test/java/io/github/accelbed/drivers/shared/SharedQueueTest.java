package io.github.accelbed.drivers.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedQueueTest {
    private static final String SHARED = "idxd-swq";

    /** Round figures: a store into the queue takes 1000 ns, a page 2000 ns, a table walk nothing. */
    private static final CostTable COSTS = CostTable.defaults().with("test", """
                    cost,ns,source,verified
                    enqcmd,1000,test,yes
                    doorbell,1000,test,yes
                    dma-page,2000,test,yes
                    iotlb-miss,0,test,yes
                    """);

    /** One queue, one entry, one engine, jobs of one page, for 20 us. */
    private static final Load TINY = new Load(1, 1, 1, 1, 5_000, 20_000, 0, 0, 1);

    /** Four queues, four entries, two engines: 16 processes are too many. */
    private static final Load SMALL = small(1);

    private static Load small(long seed) {
        return new Load(4, 4, 2, 8, 5_000, 200_000, 0, 25, seed);
    }

    private static Outcome run(String backend, Load load, List<Client> clients) {
        return new Simulation(Backends.find(backend).orElseThrow(), KernelVersion.parse("7.0"), COSTS, load, clients)
                .run();
    }

    private static List<Client> atOnce(int count) {
        return Collections.nCopies(count, Client.polite(0L));
    }

    private static ExperimentResult experiment(long seed) {
        SharedQueue experiment = new SharedQueue();
        Map<String, Long> small = Map.of("processes", 8L, "queues", 2L, "depth", 2L, "engines", 1L, "duration", 100L);
        return experiment.run(ExperimentRun.of(experiment, small, seed, CostTable.defaults(), done -> {}));
    }

    /** Both stores end at 1000 ns; the engine fetches the first descriptor at once, so the second finds the one entry free. */
    @Test
    void twoProcessesNeverFindAQueueOfOneEntryFull() {
        Outcome outcome = run(SHARED, TINY, atOnce(2));
        assertThat(outcome.processes()).extracting(ProcessResult::retries).containsExactly(0L, 0L);
        assertThat(outcome.processes()).extracting(p -> p.waitsNs().get(0)).containsExactly(1000.0, 3000.0);
        assertThat(outcome.fairness()).isEqualTo(1);
    }

    /**
     * The third one's store ends at 1000 ns too and finds the entry taken; so does its repetition at 2000. At 3000 the engine takes the
     * second descriptor and the next repetition gets in, which waits for the engine until 5000.
     */
    @Test
    void theThirdRepeatsItsStoreUntilTheEngineTookTheSecond() {
        Outcome outcome = run(SHARED, TINY, atOnce(3));
        assertThat(outcome.processes()).extracting(ProcessResult::done).containsExactly(1L, 1L, 1L);
        assertThat(outcome.processes()).extracting(p -> p.waitsNs().get(0)).containsExactly(1000.0, 3000.0, 5000.0);
        assertThat(outcome.processes()).extracting(ProcessResult::retries).containsExactly(0L, 0L, 2L);
        assertThat(outcome.retriesPerJob()).isCloseTo(2.0 / 3, within(1e-9));
    }

    /** With a pause of 4000 ns the repetition comes at 6000 only; the engine has been idle since 5000. */
    @Test
    void aPauseSavesRepetitionsAndLeavesTheEngineIdle() {
        Outcome outcome = run(SHARED, new Load(1, 1, 1, 1, 5_000, 20_000, 4_000, 0, 1), atOnce(3));
        assertThat(outcome.processes()).extracting(ProcessResult::retries).containsExactly(0L, 0L, 1L);
        assertThat(outcome.processes().get(2).waitsNs()).containsExactly(6000.0);
    }

    @ParameterizedTest
    @CsvSource({"uacce, EBUSY", "idxd-dwq, EBUSY", "vfio, EBUSY", "iommufd, EBUSY", "odp, ENOMEM", "capi, ENOSPC"})
    void whereEachNeedsAQueueTheSecondProcessGetsNoneAndAnErrno(String backend, String errno) {
        Outcome outcome = run(backend, TINY, atOnce(2));
        assertThat(outcome.processes()).extracting(ProcessResult::answer).containsExactly("OK", errno);
        assertThat(outcome.processes()).extracting(ProcessResult::done).containsExactly(1L, 0L);
        assertThat(outcome.processes().get(0).waitsNs().get(0)).isPositive();
        assertThat(outcome.fairness()).isEqualTo(0.5);
        assertThat(outcome.fairness(ProcessResult::served)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"idxd-swq", "idxd-dwq", "uacce", "vfio", "odp", "uacce-va-iova"})
    void everyProcessIsServedOrRefusedAndNoJobIsDoneThatDidNotCome(String backend) {
        for (long seed = 1; seed <= 5; seed++) {
            Outcome outcome = run(backend, small(seed), Client.polite(small(seed), 16));
            assertThat(outcome.served() + outcome.refused()).isEqualTo(16);
            assertThat(outcome.refused())
                    .isEqualTo(backend.equals(SHARED) ? 0 : backend.equals("uacce-va-iova") ? 15 : 12);
            assertThat(outcome.fairness()).isBetween(1.0 / 16, 1.0);
            assertThat(outcome.processes()).allSatisfy(p -> {
                assertThat(p.done()).isLessThanOrEqualTo(p.waitsNs().size());
                assertThat((long) p.waitsNs().size()).isEqualTo(p.served() ? p.wanted() : 0);
                assertThat(p.waitsNs()).allSatisfy(wait -> assertThat(wait).isBetween(0.0, 200_000.0));
                assertThat(p.served() || p.done() == 0).isTrue();
            });
        }
    }

    /** 2 engines, a page takes 2 us: the engines are the limit whoever waits where. */
    @Test
    void anOverloadedSharedQueueKeepsTheEnginesBusy() {
        Outcome outcome = run(SHARED, SMALL, Client.polite(SMALL, 16));
        double most = SMALL.engines() * SMALL.durationNs() / (8 * 2000.0);
        assertThat((double) outcome.done()).isBetween(0.9 * most, most);
        assertThat(outcome.retries()).isPositive();
    }

    @Test
    void aProcessWithMoreJobsInFlightThanEntriesTakesTheSharedQueueAndNotTheOthersOwn() {
        Load light = new Load(4, 4, 2, 1, 20_000, 400_000, 0, 25, 1);
        List<Client> clients = new ArrayList<>(List.of(Client.greedy(16)));
        clients.addAll(Client.polite(light, 3));
        Outcome shared = run(SHARED, light, clients);
        Outcome own = run("idxd-dwq", light, clients);
        assertThat(shared.greedyShare()).isGreaterThan(own.greedyShare());
        assertThat(shared.politeShare()).isLessThan(own.politeShare());
        assertThat(shared.waitNs(99, p -> !p.greedy())).isGreaterThan(own.waitNs(99, p -> !p.greedy()));
    }

    @Test
    void jainsIndexIsOneForEqualSharesAndOneOverNForASingleWinner() {
        assertThat(Outcome.fairness(7, 7, 7)).isEqualTo(1);
        assertThat(Outcome.fairness(9, 0, 0)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(Outcome.fairness(1, 3)).isEqualTo(0.8);
        assertThat(Outcome.fairness(0, 0)).isEqualTo(1);
    }

    @Test
    void jobsDependOnTheSeedAloneAndTheFirstProcessesNotOnHowManyThereAre() {
        assertThat(Client.polite(SMALL, 3)).isEqualTo(Client.polite(SMALL, 3));
        assertThat(Client.polite(SMALL, 3)).isNotEqualTo(Client.polite(small(2), 3));
        assertThat(Client.polite(SMALL, 3)).isEqualTo(Client.polite(SMALL, 5).subList(0, 3));
    }

    @Test
    void aRunIsTheSameTwiceAndAnotherWithAnotherSeed() {
        assertThat(experiment(3)).isEqualTo(experiment(3)).isNotEqualTo(experiment(4));
    }

    @Test
    void theFindingsFiguresAreThoseOfTheTable() {
        ExperimentResult result = experiment(1);
        DataTable table = result.tables().get(0);
        List<Object> shared = table.rows().stream()
                .filter(row -> row.get(0).equals(SHARED) && row.get(2).equals(8))
                .findFirst()
                .orElseThrow();
        assertThat(shared.subList(3, 6)).containsExactly(8, 0, "");
        assertThat(result.findings().get(0))
                .startsWith("Of 8 processes, get no way into the device: uacce, ")
                .contains(" 6 (EBUSY); ")
                .endsWith("idxd-swq none.");
        String retries = Words.number((Double) shared.get(10));
        assertThat(result.findings())
                .contains("With 8 processes on idxd-swq, ENQCMD finds the queue (size 2) full and is repeated "
                        + retries + " times for each job done.");
        assertThat(table.rows()).allSatisfy(row -> {
            assertThat((int) row.get(3) + (int) row.get(4)).isEqualTo(row.get(2));
            assertThat(row.get(5).equals("")).isEqualTo(row.get(4).equals(0));
        });
    }
}
