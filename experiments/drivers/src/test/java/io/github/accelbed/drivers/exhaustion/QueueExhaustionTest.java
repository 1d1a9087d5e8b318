package io.github.accelbed.drivers.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.drivers.bed.LeftOut;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueExhaustionTest {
    private static final long MS = 1_000_000;
    private static final Load LOAD = new Load(4, 200, 100 * MS, 80, 300, 20, 20, 50 * MS, 10 * MS, 4);

    private static final Management MANAGED = new Management(50 * MS, 0, 0);
    private static final Management CRASHING = new Management(50 * MS, 100 * MS, 20 * MS);

    /** On the newest default kernel that has the row. */
    private static Outcome run(String backend, Management management, Load load, List<Client> clients) {
        Care care = management.equals(Management.NONE)
                ? Care.NONE
                : management.crashNs() == 0 ? Care.MANAGER : Care.CRASHING_MANAGER;
        String kernel = Set.of("vfio-aux", "idxd-mdev").contains(backend) ? "5.10" : "7.0";
        Contender contender =
                new Contender(backend, Backends.find(backend).orElseThrow(), KernelVersion.parse(kernel), care);
        return new Simulation(contender, CostTable.defaults(), load, management, clients).run();
    }

    private static Outcome run(String backend, long managerNs, Load load, List<Client> clients) {
        return run(backend, managerNs == 0 ? Management.NONE : MANAGED, load, clients);
    }

    static Stream<Arguments> everyRowUnderEveryCare() {
        List<String> mdevs = List.of(
                "spimdev",
                "sdmdev",
                "vfio",
                "vfio-emulated",
                "vfio-aux",
                "vfio-unity",
                "vfio-sva",
                "idxd-mdev",
                "iommufd");
        return Stream.concat(
                Backends.ids().stream().map(id -> Arguments.of(id, Management.NONE)),
                mdevs.stream().flatMap(id -> Stream.of(Arguments.of(id, MANAGED), Arguments.of(id, CRASHING))));
    }

    private static Client client(int id, long arrivalMs, long holdMs, boolean forks, long childMs, Long... backoffMs) {
        List<Long> backoff = Arrays.stream(backoffMs).map(ms -> ms * MS).toList();
        return new Client(id, arrivalMs * MS, true, holdMs * MS, false, forks, childMs * MS, backoff);
    }

    @ParameterizedTest
    @MethodSource("everyRowUnderEveryCare")
    void everyClientIsServedRefusedOrWaitingAtEveryMoment(String backend, Management management) {
        Outcome outcome = run(backend, management, LOAD, Client.all(LOAD, 1));
        assertThat(outcome.samples()).hasSizeGreaterThan(100).allSatisfy(s -> {
            assertThat(s.served() + s.refused() + s.waiting()).isEqualTo(s.arrived());
            assertThat(s.holding()).isBetween(0, LOAD.queues());
            assertThat(s.mdevs()).isBetween(0L, (long) LOAD.queues());
        });
        Sample last = outcome.last();
        assertThat(last.arrived()).isEqualTo(200);
        assertThat(last.refused()).isPositive();
        assertThat(last.served() + last.refused()).isEqualTo(200);
        assertThat(List.of(last.waiting(), last.holding(), last.children())).containsOnly(0);
        assertThat(last.freeForClient()).isEqualTo(LOAD.queues());
        assertThat(outcome.refusedTries()).isGreaterThanOrEqualTo(LOAD.tries() * last.refused());
        if (!management.equals(Management.NONE)) {
            assertThat(last.mdevs()).as("a manager gives everything back").isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "uacce, 0, 4",
        "uacce-dma, 0, 4",
        "uacce-va-iova, 0, 4",
        "spimdev, 0, 4",
        "vfio, 0, 0",
        "vfio, 50000000, 4",
        "vfio-emulated, 0, 0",
        "vfio-aux, 0, 0",
        "vfio-unity, 0, 0",
        "vfio-sva, 0, 0",
        "sdmdev, 50000000, 4",
        "odp, 0, 4",
        "odp-implicit, 0, 4",
        "rdma-pinned, 0, 4",
        "capi, 0, 4",
        "idxd-swq, 0, 4",
        "idxd-dwq, 0, 4",
        "idxd-mdev, 0, 0",
        "vsva, 0, 4",
        "iommufd, 0, 0",
        "iommufd, 50000000, 4"
    })
    void hardwareQueuesComeBackExceptThoseOfMdevsThatNobodyRemoves(String backend, long managerNs, int free) {
        assertThat(run(backend, managerNs, LOAD, Client.all(LOAD, 1)).last().freeHardware())
                .isEqualTo(free);
    }

    /** All of them share one domain, or one address space, among the processes of a device. */
    @ParameterizedTest
    @ValueSource(strings = {"uacce-va-iova", "spimdev", "sdmdev"})
    void withoutPasidsOneProcessAtATimeHasTheDevice(String backend) {
        Outcome outcome = run(backend, 0, LOAD, Client.all(LOAD, 1));
        assertThat(outcome.oneAtATime()).isTrue();
        assertThat(outcome.refusals().keySet()).containsExactly("EBUSY");
        assertThat(run("vfio", 0, LOAD, Client.all(LOAD, 1)).oneAtATime()).isFalse();
    }

    /** V2 takes a queue for each mdev: the second client's is made before the shared domain refuses it. */
    @Test
    void onSdmdevARefusedClientHasCommittedAQueueOnSpimdevItHasNot() {
        Load four = new Load(4, 2, 10 * MS, 100, 100, 0, 0, MS, MS, 1);
        List<Client> clients = List.of(client(0, 0, 10, false, 0), client(1, 1, 10, false, 0));
        Sample sdmdev = run("sdmdev", 0, four, clients).last();
        Sample spimdev = run("spimdev", 0, four, clients).last();
        assertThat(List.of(sdmdev.refused(), sdmdev.freeHardware(), (int) sdmdev.mdevs()))
                .containsExactly(1, 2, 2);
        assertThat(List.of(spimdev.refused(), spimdev.freeHardware(), (int) spimdev.mdevs()))
                .containsExactly(1, 4, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "uacce, EBUSY",
        "uacce-dma, EBUSY",
        "vfio, EBUSY",
        "iommufd, EBUSY",
        "odp, ENOMEM",
        "rdma-pinned, ENOMEM",
        "capi, ENOSPC",
        "idxd-dwq, EBUSY",
        "idxd-swq, a full work queue"
    })
    void aClientThatFindsNoQueueIsTold(String backend, String what) {
        assertThat(run(backend, 0, LOAD, Client.all(LOAD, 1)).refusals().keySet())
                .containsExactly(what);
    }

    /** One entry, taken by a job of the first client until 10 ms; the second client stores at 1, 4 and 13 ms. */
    @Test
    void aClientOfASharedWorkQueueOpensItAtOnceAndStoresItsJobAgain() {
        Load one = new Load(1, 2, 10 * MS, 100, 100, 0, 0, MS, MS, 3);
        List<Client> clients = List.of(client(0, 0, 10, false, 0), client(1, 1, 10, false, 0, 3L, 9L));
        Outcome outcome = run("idxd-swq", 0, one, clients);
        assertThat(outcome.setUps()).extracting(SetUp::waitedNs).containsExactly(0L, 12 * MS);
        assertThat(outcome.setUps()).extracting(SetUp::tries).containsExactly(1, 3);
        assertThat(outcome.setUps())
                .extracting(SetUp::allSyscalls)
                .as("one open and one mmap, whatever the number of stores")
                .containsExactly(2L, 2L);
        assertThat(outcome.refusals()).containsExactly(Map.entry(Outcome.FULL, 2));
        assertThat(outcome.vain()).isEqualTo(2);
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
    @CsvSource({
        "uacce, 2",
        "vsva, 2",
        "uacce-dma, 2",
        "capi, 2",
        "idxd-dwq, 2",
        "idxd-swq, 1",
        "vfio, 2",
        "vfio-emulated, 2",
        "vfio-aux, 2",
        "iommufd, 2",
        "odp, 1",
        "rdma-pinned, 1"
    })
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

    /** The fourth client meets three that are taken: open and EBUSY on groups; open, BIND and close on iommufd; none with a manager. */
    @ParameterizedTest
    @CsvSource({
        "vfio, 0, '7,8,9,10', 6",
        "vfio, 1, '9,9,9,9', 0",
        "iommufd, 0, '8,11,14,17', 6",
        "iommufd, 1, '10,10,10,10', 0",
        "idxd-dwq, 0, '2,3,4,5', 6",
        "uacce, 0, '4,4,4,4', 0"
    })
    void aProbeCostsWhatItsCallsCostAndAManagerSavesIt(String backend, long managerNs, String calls, long vain) {
        Load four = new Load(4, 4, 10 * MS, 100, 100, 0, 0, MS, MS, 1);
        List<Client> clients = List.of(
                client(0, 0, 10, false, 0),
                client(1, 1, 10, false, 0),
                client(2, 2, 10, false, 0),
                client(3, 3, 10, false, 0));
        Outcome outcome = run(backend, managerNs, four, clients);
        assertThat(outcome.setUps().stream()
                        .map(setUp -> Long.toString(setUp.syscalls()))
                        .collect(Collectors.joining(",")))
                .isEqualTo(calls);
        assertThat(outcome.vain()).isEqualTo(vain);
    }

    /**
     * The manager's first creation after 5 ms is its last: the second client comes at 6 ms, gets no answer, asks a dead manager at 10 ms and
     * the new one at 30 ms. That one finds the orphan and hands it out, and one busy mdev whose holder it cannot learn.
     */
    @Test
    void aManagerThatDiesBetweenCreateAndHandOverOrphansOneMdevUntilTheNextFindsIt() {
        Load four = new Load(4, 2, 10 * MS, 100, 100, 0, 0, MS, MS, 3);
        List<Client> clients = List.of(client(0, 0, 100, false, 0), client(1, 6, 10, false, 0, 4L, 20L));
        Outcome outcome = run("vfio", new Management(1000 * MS, 5 * MS, 10 * MS), four, clients);
        assertThat(outcome.setUps()).extracting(SetUp::tries).containsExactly(1, 3);
        assertThat(outcome.setUps()).extracting(SetUp::adminSteps).containsExactly(6L, 0L);
        assertThat(outcome.refusals()).containsExactly(Map.entry("ESRCH", 2));
        assertThat(outcome.manager()).isEqualTo(new ManagerCount(1, 1, 2, 1, 2 + 1, 2));
        assertThat(outcome.last().mdevs()).isZero();
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
                .startsWith(
                        "Rows that refuse alike and leave alike are one kind here: uacce's kind is uacce, uacce-dma");
        assertThat(first.findings().get(1))
                .startsWith("When all clients are gone, of 4 hardware queues these are not free: uacce's kind, ")
                .endsWith("; vfio's kind 4.");
    }

    @Test
    void rowsThatTheNewestKernelDoesNotHaveRunOnOneThatHasThemAndSaySo() {
        Contenders contenders = Contenders.on(KernelVersion.parse("7.0"), CostTable.defaults(), CRASHING);
        assertThat(contenders.all().stream().map(c -> c.backend().id()).distinct())
                .containsExactlyElementsOf(Backends.ids());
        assertThat(contenders.leftOut()).extracting(LeftOut::backend).containsExactly("vfio-aux", "idxd-mdev");
        assertThat(contenders.leftOut())
                .allSatisfy(out -> assertThat(out.reason())
                        .isEqualTo("VFIO knew auxiliary domains of mdevs from 5.2 to 5.15; it runs on 5.10 here"));
        assertThat(contenders.all()).extracting(Contender::name).contains("idxd-mdev on 5.10 with crashing manager");
    }

    @Test
    void aParameterOutOfRangeIsRefusedWithItsRange() {
        QueueExhaustion experiment = new QueueExhaustion();
        assertThatThrownBy(
                        () -> ExperimentRun.of(experiment, Map.of("crash", 101L), 1, CostTable.defaults(), done -> {}))
                .hasMessage("crash = 101 is out of range: 0 to 100 %");
    }
}
