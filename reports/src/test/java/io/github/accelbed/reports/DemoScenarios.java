package io.github.accelbed.reports;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Lane;
import io.github.accelbed.reports.result.LaneKind;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Made-up scenario results of realistic shape and size. */
final class DemoScenarios {
    static final List<String> KERNELS = List.of("4.20", "5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0");
    static final List<String> BACKENDS = List.of("uacce", "vfio", "odp");

    private static final String[][] NAMES = {
        {"fork-cow/parent-writes-first", "After fork the parent writes first. Which page does the device see?"},
        {"fork-cow/child-writes-first", "After fork the child writes first. Which page does the device see?"},
        {"fork-cow/child-exits", "The child has gone before the parent writes. Is the page still shared?"},
        {"fork-cow/device-writes", "The device writes into a page that two processes share. Who sees it?"},
        {"fork-cow/dontfork", "Does MADV_DONTFORK keep the pinned page with the parent?"},
        {"fork-cow/two-children", "Two children, one pin: who copies?"},
        {"fork-cow/pin-after-fork", "The buffer is mapped after the fork. Does the order matter?"},
        {"mm/write-after-zero-page", "Does a write over the zero page move the mapping?"},
        {"mm/read-only-then-write", "A read-only pin, then a write by the CPU: same page?"},
        {"mm/madvise-dontneed", "What does a reference hold after MADV_DONTNEED?"},
        {"queue-exhaustion/one-too-many", "1024 queues, 1025 clients: what does the last one get?"},
        {"queue-exhaustion/after-exit", "One client exits. Can the next one open at once?"},
        {"queue-exhaustion/after-kill", "One client is killed. Can the next one open at once?"},
        {"queue-exhaustion/region-still-mapped", "The fd is closed but the doorbell is still mapped. Is the queue free?"
        },
        {"queue-exhaustion/inherited-fd", "The child still has the fd. Is the queue free?"},
        {"queue-exhaustion/put-queue-first", "PUT_Q before close: is the queue free at once?"},
        {"queue-exhaustion/exec-closes", "exec with close-on-exec: is the queue free?"},
        {"reclaim/clean-page", "A clean page is reclaimed under the device. What does the device read next?"},
        {"reclaim/dirty-page", "A dirty page is swapped out under the device. What does the device read next?"},
        {"reclaim/pinned-page", "Reclaim meets a pinned page. Does it go?"},
        {"reclaim/migration", "The page is migrated. Does the device follow?"},
        {"reclaim/during-dma", "Reclaim during a transfer: does the device ever touch a freed page?"},
        {"reclaim/limit-memlock", "The memlock limit is 64 KiB: how many pages can a client keep?"},
        {"rows/rdma-pinned-fork", "The comparison both sides use: a pinned memory region across fork."},
        {"rows/vfio-emulated-fork", "Does it matter that the IOMMU is emulated?"},
    };

    private DemoScenarios() {}

    static RunResult run() {
        List<ScenarioResult> scenarios = new ArrayList<>();
        for (int i = 0; i < NAMES.length; i++) {
            scenarios.add(scenario(i));
        }
        return new RunResult(scenarios);
    }

    private static ScenarioResult scenario(int index) {
        String name = NAMES[index][0];
        boolean mmOnly = name.startsWith("mm/");
        List<String> backends = mmOnly
                ? List.of("mm")
                : name.startsWith("rows/")
                        ? List.of("vfio", "vfio-emulated", "rdma-pinned")
                        : index == 4 ? List.of("uacce", "vfio") : BACKENDS;
        List<CellResult> cells = new ArrayList<>();
        for (String backend : backends) {
            for (int k = 0; k < KERNELS.size(); k++) {
                if (index != 12 || k % 2 == 0) {
                    cells.add(cell(index, backend, k));
                }
            }
        }
        String claim = index < 7 ? "004-2" : index < 17 ? "000-3" : "002-2";
        return new ScenarioResult(
                name,
                NAMES[index][1],
                "scenarios/" + name + ".scn",
                source(name, NAMES[index][1], claim),
                List.of(claim, "001-1"),
                mmOnly,
                cells);
    }

    private static CellResult cell(int index, String backend, int k) {
        String kernel = KERNELS.get(k);
        if (index == 15 && backend.equals("odp")) {
            return new CellResult(
                    backend,
                    kernel,
                    CellStatus.SKIP,
                    "odp has no PUT_Q (line 9)",
                    List.of(),
                    Map.of(),
                    List.of(),
                    null,
                    null,
                    false);
        }
        if (index == 13 && backend.equals("vfio") && k == 6) {
            return new CellResult(
                    backend,
                    kernel,
                    CellStatus.ERROR,
                    "line 12: open q2 answered EBUSY and nothing binds it",
                    List.of(),
                    Map.of(),
                    List.of(),
                    timeLine(index, backend, k),
                    null,
                    false);
        }
        if (index == 21) {
            return DemoExplored.cell(backend, k);
        }
        boolean old = (backend.equals("vfio") || backend.equals("rdma-pinned")) && k < 3 && index != 3;
        boolean fail = index == 19 && backend.equals("odp") && k > 4;
        Map<String, String> registers = new LinkedHashMap<>();
        registers.put("r0", index % 6 == 5 ? "EBUSY" : old ? "\"old\"" : "\"new\"");
        registers.put("r1", "ok");
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(new Outcome(registers, "1"));
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("pinned(A)", backend.equals("vfio") ? 4L : 0L);
        counters.put("faults(q)", backend.equals("odp") ? 2L : backend.equals("uacce") ? 1L : 0L);
        counters.put("elapsed", 12_345L + index * 100L + (backend.equals("vfio") ? 1_800_000L : 0) + (old ? 7 : 0));
        List<ExpectationResult> expectations = new ArrayList<>();
        if (!backend.equals("vfio")) {
            expectations.add(new ExpectationResult(18, "uacce odp: r0 = \"new\"", !fail));
        } else if (k < 3) {
            expectations.add(new ExpectationResult(19, "vfio @ ..5.8: r0 = \"old\"", true));
        } else {
            expectations.add(new ExpectationResult(20, "vfio @ 5.9..: r0 = \"new\"", true));
        }
        expectations.add(new ExpectationResult(21, "sometimes: r1 = ok", null));
        return new CellResult(
                backend,
                kernel,
                fail ? CellStatus.FAIL : CellStatus.PASS,
                null,
                outcomes,
                counters,
                expectations,
                timeLine(index, backend, k),
                null,
                false);
    }

    private static String source(String name, String title, String claim) {
        return "scenario " + name + "\ntitle \"" + title + "\"\nclaim " + claim + " 001-1\n\n"
                + "run\n  A: mmap buf 4\n  A: write buf[0] \"old\"\n  A: open q\n  A: map q buf rw\n"
                + "  # from here on the page has two owners\n  A: fork B\n  A: write buf[0] \"new\"\n"
                + "  q: read buf[0] -> r0\n  B: read buf[0] -> r1\n  B: exit\n\nexpect\n"
                + "  uacce odp: r0 = \"new\"\n  vfio @ ..5.8: r0 = \"old\"\n  vfio @ 5.9..: r0 = \"new\"\n"
                + "  sometimes: r1 = ok\n";
    }

    private static final class Recorder {
        private final List<TimeLineEvent> events = new ArrayList<>();
        private double now;

        void step(int lane, String label, double ns, int line, String statement, @Nullable String note) {
            events.add(new TimeLineEvent(lane, label, now, ns, line, statement, note));
            now += ns;
        }
    }

    static TimeLine timeLine(int index, String backend, int k) {
        List<Lane> lanes = backend.equals("mm")
                ? List.of(new Lane("A", LaneKind.CPU), new Lane("B", LaneKind.CPU), new Lane("kernel", LaneKind.KERNEL))
                : List.of(
                        new Lane("A", LaneKind.CPU),
                        new Lane("B", LaneKind.CPU),
                        new Lane("kernel", LaneKind.KERNEL),
                        new Lane("IOMMU", LaneKind.IOMMU),
                        new Lane("zip", LaneKind.DEVICE));
        Recorder at = new Recorder();
        at.step(0, "do_mmap", 620, 6, "A: mmap buf 4", null);
        at.step(0, "do_anonymous_page", 1430, 7, "A: write buf[0] \"old\"", null);
        if (backend.equals("mm")) {
            at.step(0, "copy_page_range", 24.8 * 4, 11, "A: fork B", null);
            at.step(0, "do_wp_page", 2300, 12, "A: write buf[0] \"new\"", null);
            at.step(2, "mmu_notifier_invalidate_range_start", 90, 12, "A: write buf[0] \"new\"", null);
            return new TimeLine(lanes, at.events, List.of());
        }
        at.step(0, backend.equals("uacce") ? "uacce_fops_open" : "vfio_group_get_device_fd", 892, 8, "A: open q", null);
        if (backend.equals("uacce")) {
            at.step(2, "iommu_sva_bind_device", 4200, 8, "A: open q", null);
            at.step(0, "uacce_start_queue", 111, 8, "A: open q", null);
        } else {
            at.step(0, "vfio_iommu_type1_ioctl", 111, 9, "A: map q buf rw", null);
            for (int page = 0; page < 4; page++) {
                at.step(0, "vaddr_get_pfn", 137, 9, "A: map q buf rw", null);
            }
            at.step(3, "iommu_map", 218, 9, "A: map q buf rw", null);
        }
        at.step(0, "copy_page_range", 24.8 * 4, 11, "A: fork B", null);
        if (k >= 3 && backend.equals("vfio")) {
            at.step(0, "copy_present_page", 2300, 11, "A: fork B", "the pinned page is copied for the child at once");
        }
        at.step(0, "mmu_notifier_invalidate_range_start", 90, 12, "A: write buf[0] \"new\"", null);
        if (!backend.equals("vfio")) {
            at.step(
                    3,
                    backend.equals("uacce") ? "arm_smmu_tlb_inv_range_asid" : "qi_flush_piotlb",
                    640,
                    12,
                    "A: write buf[0] \"new\"",
                    null);
        }
        at.step(0, "do_wp_page", 2300 + index, 12, "A: write buf[0] \"new\"", null);
        at.step(0, "ptep_clear_flush_notify", 60, 12, "A: write buf[0] \"new\"", null);
        at.step(0, "mmu_notifier_invalidate_range_end", 45, 12, "A: write buf[0] \"new\"", null);
        at.step(4, "fetch_descriptor", 350, 13, "q: read buf[0] -> r0", null);
        at.step(3, "iotlb_lookup", 3.4, 13, "q: read buf[0] -> r0", null);
        if (backend.equals("vfio")) {
            at.step(4, "dma_read", 480, 13, "q: read buf[0] -> r0", k < 3 ? "stale: not the page that A sees" : null);
        } else {
            at.step(3, "page_request", 900, 13, "q: read buf[0] -> r0", null);
            at.step(2, "iommu_sva_handle_iopf", 1700, 13, "q: read buf[0] -> r0", null);
            at.step(2, "handle_mm_fault", 750, 13, "q: read buf[0] -> r0", null);
            at.step(3, "page_response", 900, 13, "q: read buf[0] -> r0", null);
            at.step(4, "dma_read", 480, 13, "q: read buf[0] -> r0", null);
        }
        at.step(1, "user_read", 0, 14, "B: read buf[0] -> r1", null);
        at.step(1, "do_exit", 54000, 15, "B: exit", null);
        return new TimeLine(lanes, at.events, List.of("Rests on an unverified cost: unpin per page."));
    }
}
