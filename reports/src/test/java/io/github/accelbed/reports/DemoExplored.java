package io.github.accelbed.reports;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Lane;
import io.github.accelbed.reports.result.LaneKind;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.TimeLine;
import io.github.accelbed.reports.result.TimeLineEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Made-up cells of an exploration: as expected, with an outcome that is not and a deadlock, and given up. */
final class DemoExplored {
    private static final List<Lane> LANES = List.of(
            new Lane("A", LaneKind.CPU),
            new Lane("kernel", LaneKind.KERNEL),
            new Lane("IOMMU", LaneKind.IOMMU),
            new Lane("zip", LaneKind.DEVICE));

    private DemoExplored() {}

    static CellResult cell(String backend, int k) {
        String kernel = DemoScenarios.KERNELS.get(k);
        boolean plain = backend.equals("odp");
        boolean broken = backend.equals("vfio") && k < 3;
        boolean late = backend.equals("uacce") && k > 5;
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(outcome("new", plain ? null : "18446744073709551620", 0, true, false));
        outcomes.add(outcome("EFAULT", plain ? null : "12", 0, true, true));
        if (broken) {
            outcomes.add(outcome("0", "1", 1, false, true));
            outcomes.add(new Outcome(
                    Map.of("r1", "ok"),
                    "42",
                    Map.of(),
                    "deadlock: line 13 q: read buf[0] waits for mmap_lock of A,\nA waits for the invalidation of q",
                    false,
                    List.of(),
                    witness(true)));
        }
        return new CellResult(
                backend,
                kernel,
                broken ? CellStatus.ERROR : late ? CellStatus.INCOMPLETE : CellStatus.PASS,
                broken ? "deadlock: line 13 q: read buf[0] waits for mmap_lock of A" : null,
                outcomes,
                Map.of(),
                List.of(new ExpectationResult(18, "uacce odp: r0 = \"new\"", late ? null : !broken)),
                null,
                new Explored(
                        plain ? "partial-order reduction" : "every order",
                        !late,
                        1234 + k,
                        5678,
                        plain ? null : "18446744073709551675",
                        late ? 3 : 0,
                        backend.equals("uacce") ? List.of("evict", "reclaim") : List.of(),
                        broken
                                ? List.of("mmap_lock -> group_rwsem: A in munmap, with the one that do_exit took\n"
                                        + "group_rwsem -> mmap_lock: kernel in vfio_iommu_type1_ioctl")
                                : List.of()),
                false);
    }

    private static Outcome outcome(String r0, String schedules, long stale, boolean asExpected, boolean inside) {
        Map<String, String> registers = new LinkedHashMap<>();
        registers.put("r0", r0);
        registers.put("r1", "ok");
        return new Outcome(
                registers,
                schedules,
                Map.of("stale(q)", stale),
                null,
                asExpected,
                inside ? List.of("IO page fault of q at buf[0]: no VMA") : List.of(),
                witness(inside));
    }

    private static TimeLine witness(boolean inside) {
        List<TimeLineEvent> events = new ArrayList<>();
        add(events, 0, "do_mmap", 620, 6, "A: mmap buf 4", null);
        add(events, 0, "uacce_fops_open", 892, 8, "A: open q", null);
        add(events, 0, "down_write mmap_lock", 20, 12, "A: munmap buf", null);
        add(events, 0, "zap_pte_range", 137, 12, "A: munmap buf", null);
        if (inside) {
            add(events, 2, "iotlb_evict", 0, 0, "evict buf[0]", null);
            add(events, 3, "fetch_descriptor", 350, 13, "q: read buf[0] -> r0", null);
            add(events, 2, "iotlb_lookup", 3.4, 13, "q: read buf[0] -> r0", null);
            add(events, 1, "iommu_sva_handle_iopf", 1700, 13, "q: read buf[0] -> r0", "waits for mmap_lock");
        }
        add(events, 2, "qi_flush_piotlb", 640, 12, "A: munmap buf", null);
        add(events, 0, "up_write mmap_lock", 20, 12, "A: munmap buf", null);
        add(events, 3, "dma_read", 480, 13, "q: read buf[0] -> r0", inside ? null : "stale");
        return new TimeLine(LANES, events, List.of());
    }

    private static void add(
            List<TimeLineEvent> events, int lane, String label, double ns, int line, String statement, String note) {
        double start = events.isEmpty() ? 0 : events.get(events.size() - 1).endNs();
        events.add(new TimeLineEvent(lane, label, start, ns, line, statement, note));
    }
}
