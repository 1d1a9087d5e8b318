package io.github.accelbed.drivers.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LeakSurfaceTest {
    private static final Map<String, List<Fate>> SWEEPS = new HashMap<>();

    static Stream<String> rows() {
        return Backends.ids().stream();
    }

    private static List<Fate> everyKernel(String backend) {
        return Rows.kernels().stream()
                .flatMap(version -> sweep(backend, version.toString()).stream())
                .toList();
    }

    private static List<Fate> sweep(String backend, String kernel) {
        return SWEEPS.computeIfAbsent(
                backend + " " + kernel,
                id -> LeakSweep.of(
                        Backends.find(backend).orElseThrow(), KernelVersion.parse(kernel), CostTable.defaults()));
    }

    private static Fate failed(String backend, String kernel, Stage stage, String what) {
        return sweep(backend, kernel).stream()
                .filter(fate -> fate.stage() == stage && fate.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whereverAnAllocationFailsOrAKillComesNothingLeaksButWhatTheRowLeavesByDesign(String backend) {
        assertThat(everyKernel(backend))
                .hasSizeGreaterThan(50)
                .allMatch(fate -> fate.leaked().isEmpty() || fate.answer().equals(Fate.NEVER_ENDS));
    }

    /** 36f30e486dce (5.10) puts the mm under umem_mutex, which its notifier wants; 85eaeb5058f0 (6.0) leaves that to a worker. */
    @ParameterizedTest
    @MethodSource("rows")
    void onlyAFaultOfOdpFrom510To519IsTheLastUserOfItsMemoryAndWaitsForItself(String backend) {
        assertThat(everyKernel(backend).stream()
                        .filter(fate -> fate.answer().equals(Fate.NEVER_ENDS))
                        .map(Fate::kernel)
                        .distinct()
                        .toList())
                .isEqualTo(Set.of("odp", "odp-implicit").contains(backend) ? List.of("5.10", "5.17") : List.of());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aFailedCallKeepsNothingButThePasidOfItsMm(String backend) {
        assertThat(everyKernel(backend))
                .extracting(Fate::kept)
                .allMatch(kept -> kept.isEmpty() || kept.equals(Map.of(Resource.PASID, 1L)));
    }

    /** Rows that need the auxiliary domains of 5.2 to 5.15. */
    private static final Set<String> ON_AUX_DOMAINS = Set.of("vfio-aux", "idxd-mdev");

    /** Else a sweep that stops too early would look clean. */
    @ParameterizedTest
    @MethodSource("rows")
    void aSweepReachesEveryCallUpToTheExit(String backend) {
        List<Fate> sweep = sweep(backend, ON_AUX_DOMAINS.contains(backend) ? "5.10" : "6.18");
        assertThat(sweep.stream()
                        .filter(fate -> fate.mishap() == Mishap.KILLED)
                        .map(Fate::stage)
                        .collect(Collectors.toSet()))
                .contains(Stage.SET_UP, Stage.JOB, Stage.FORK, Stage.WRITE, Stage.CLOSE, Stage.EXIT);
        assertThat(sweep.stream()
                        .filter(fate -> fate.mishap() == Mishap.FAILED)
                        .map(Fate::stage)
                        .collect(Collectors.toSet()))
                .contains(Stage.SET_UP, Stage.FORK);
    }

    @ParameterizedTest
    @CsvSource({
        "uacce, 4.20, SET_UP, hardware queue, EBUSY",
        "uacce, 6.18, SET_UP, PASID, ENOSPC",
        "uacce, 6.1, SET_UP, PASID, ENOMEM",
        "uacce-dma, 6.18, SET_UP, kernel object, ENOMEM",
        "vfio, 6.18, MAP, page, ENOMEM",
        "odp, 6.18, SET_UP, hardware queue, ENOMEM",
        "odp, 6.18, JOB, page, EFAULT",
        "odp, 6.18, FORK, kernel object, ENOMEM",
        "odp, 6.18, MAP, notifier registration, ENOMEM",
        "odp-implicit, 6.18, JOB, notifier registration, EFAULT",
        "rdma-pinned, 6.18, MAP, kernel object, ENOMEM",
        "uacce, 5.8, SET_UP, IOMMU domain, ENOMEM",
        "uacce, 6.18, SET_UP, notifier registration, ENOMEM",
        "capi, 6.18, SET_UP, descriptor, EMFILE",
        "idxd-swq, 6.18, SET_UP, struct file, ENOMEM",
        "uacce-va-iova, 6.18, MAP, IOMMU table page, ENOMEM",
        "vfio, 6.18, MAP, IOMMU table page, ENOMEM",
        "vfio, 6.1, SET_UP, IOMMU domain, EIO",
        "vfio, 6.18, SET_UP, IOMMU domain, ENOMEM",
        "vfio-aux, 5.10, SET_UP, PASID, ENODEV",
        "vfio-emulated, 6.18, JOB, kernel object, EFAULT",
        "iommufd, 6.18, MAP, IOMMU table page, ENOMEM",
        "iommufd, 6.18, SET_UP, PASID, ENOSPC"
    })
    void theCallThatMissesSomethingAnswersAsTheKernelDoes(
            String backend, String kernel, Stage stage, String what, String answer) {
        assertThat(failed(backend, kernel, stage, what).answer()).isEqualTo(answer);
    }

    @Test
    void aKilledVfioClientLeavesOneInstanceWithItsQueueAndAnSvaClientNothing() {
        Fate vfio = sweep("vfio", "6.18").stream()
                .filter(fate -> fate.mishap() == Mishap.KILLED && fate.stage() == Stage.JOB)
                .findFirst()
                .orElseThrow();
        assertThat(vfio.left()).containsEntry(Resource.MDEV, 1L).containsEntry(Resource.QUEUE, 1L);
        assertThat(vfio.leaked()).isEmpty();
        assertThat(sweep("uacce", "6.18"))
                .allSatisfy(fate -> assertThat(fate.left().values()).containsOnly(0L));
    }

    @Test
    void aRunIsTheSameTwiceAndFindsNoLeak() {
        LeakSurface experiment = new LeakSurface();
        ExperimentResult first =
                experiment.run(ExperimentRun.of(experiment, Map.of(), 1, CostTable.defaults(), done -> {}));
        assertThat(first)
                .isEqualTo(experiment.run(ExperimentRun.of(experiment, Map.of(), 2, CostTable.defaults(), done -> {})));
        assertThat(first.findings().get(0)).endsWith(": none leaked what its row does not leave by design.");
        assertThat(first.charts()).hasSize(2);
    }
}
