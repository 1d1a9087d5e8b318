package io.github.accelbed.explorer.text;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Explored;
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

/** Results as an exploration would give them, made by hand: they need not be true, but each part of the text must occur in them. */
public final class HandMade {
    /** What was explored. */
    public static final String SCENARIO = """
            scenario race/unmap-against-read
            title "A unmaps its buffer while the device reads it. What does the device see?"
            kernel 5.8 6.1 6.18
            backend uacce vfio odp

            run
              A: mmap buf 1
              A: write buf[0] "old"
              A: open q
              A: map q buf rw
              par
                A: munmap buf -> r1
              and
                q: read buf[0] -> r0
              end

            expect
              vfio: r0 = "old"
              uacce sometimes: r0 = EFAULT
              uacce never: stale(q) > 0
            """;

    private static final List<Lane> LANES = List.of(
            new Lane("A CPU", LaneKind.CPU),
            new Lane("kernel", LaneKind.KERNEL),
            new Lane("IOMMU", LaneKind.IOMMU),
            new Lane("device q", LaneKind.DEVICE));

    private static final String UNMAP = "A: munmap buf -> r1";
    private static final String READ = "q: read buf[0] -> r0";

    private HandMade() {}

    /**
     * The results.
     *
     * @return one scenario with nine cells
     */
    public static RunResult result() {
        List<CellResult> cells = new ArrayList<>();
        for (String kernel : List.of("5.8", "6.1", "6.18")) {
            cells.add(uacce(kernel));
        }
        cells.add(vfio("5.8", false));
        cells.add(vfio("6.1", true));
        cells.add(vfio("6.18", true));
        for (String kernel : List.of("5.8", "6.1", "6.18")) {
            cells.add(odp(kernel));
        }
        return run(cells);
    }

    /**
     * The same scenario with other cells.
     *
     * @param cells its cells
     * @return the results
     */
    public static RunResult run(List<CellResult> cells) {
        return new RunResult(List.of(new ScenarioResult(
                "race/unmap-against-read",
                "A unmaps its buffer while the device reads it. What does the device see?",
                "race.scn",
                SCENARIO,
                List.of(),
                false,
                cells)));
    }

    /**
     * A cell that is as expected.
     *
     * @param kernel which
     * @return the cell
     */
    public static CellResult uacce(String kernel) {
        Outcome first = outcome("old", "1234567", 0, true, List.of(), unmapAfterRead());
        Outcome late = outcome("EFAULT", "36", 0, true, List.of("IO page fault of q at buf[0]: no VMA"), readInside());
        return new CellResult(
                "uacce",
                kernel,
                CellStatus.PASS,
                null,
                List.of(first, late),
                Map.of(),
                List.of(
                        new ExpectationResult(19, "uacce sometimes: r0 = EFAULT", true),
                        new ExpectationResult(20, "uacce never: stale(q) > 0", true)),
                null,
                new Explored(
                        "every order",
                        true,
                        kernel.equals("5.8") ? 96 : 98,
                        141,
                        "1234603",
                        3,
                        List.of("evict"),
                        List.of()),
                false);
    }

    /**
     * A cell with a deadlock, or one that was given up.
     *
     * @param kernel which
     * @param enough whether the budget was enough
     * @return the cell
     */
    public static CellResult vfio(String kernel, boolean enough) {
        Outcome good = outcome("old", null, 0, true, List.of(), readInside());
        if (!enough) {
            return new CellResult(
                    "vfio",
                    kernel,
                    CellStatus.INCOMPLETE,
                    null,
                    List.of(good),
                    Map.of(),
                    List.of(new ExpectationResult(18, "vfio: r0 = \"old\"", null)),
                    null,
                    new Explored("partial-order reduction", false, 40, 41, null, 0, List.of(), List.of()),
                    false);
        }
        Outcome bad = outcome("0", null, 1, false, List.of(), readInside());
        Outcome stuck = new Outcome(
                Map.of("r1", "ok"),
                null,
                Map.of(),
                "deadlock: line 14 q: read buf[0] waits for mmap_lock of A\n  A waits for the invalidation of q",
                false,
                List.of("IO page fault of q at buf[0]: no VMA", "IO page fault of q at buf[1]: response lost"),
                unmapAfterRead());
        return new CellResult(
                "vfio",
                kernel,
                CellStatus.ERROR,
                "deadlock: line 14 waits for mmap_lock of A",
                List.of(good, bad, stuck),
                Map.of(),
                List.of(new ExpectationResult(18, "vfio: r0 = \"old\"", false)),
                null,
                new Explored(
                        "partial-order reduction",
                        true,
                        96,
                        141,
                        null,
                        0,
                        List.of(),
                        List.of(
                                "mmap_lock -> group_rwsem: A in munmap\ngroup_rwsem -> mmap_lock: q in iopf_handle_group")),
                false);
    }

    private static CellResult odp(String kernel) {
        return new CellResult(
                "odp",
                kernel,
                CellStatus.SKIP,
                "odp has no such thing (line 14)",
                List.of(),
                Map.of(),
                List.of(),
                null,
                null,
                false);
    }

    private static Outcome outcome(
            String r0, String schedules, long stale, boolean asExpected, List<String> faults, TimeLine witness) {
        Map<String, String> registers = new LinkedHashMap<>();
        registers.put("r0", r0);
        registers.put("r1", "ok");
        return new Outcome(registers, schedules, Map.of("stale(q)", stale), null, asExpected, faults, witness);
    }

    private static final class Steps {
        private final List<TimeLineEvent> events = new ArrayList<>();

        Steps take(int lane, String label, int line, String statement, String note) {
            events.add(new TimeLineEvent(lane, label, 10.0 * events.size(), 10, line, statement, note));
            return this;
        }

        Steps begin() {
            return take(0, "do_mmap", 7, "A: mmap buf 1", null)
                    .take(0, "do_anonymous_page", 8, "A: write buf[0] \"old\"", null)
                    .take(0, "openat", 9, "A: open q", null)
                    .take(0, "uacce_fops_open", 9, "A: open q", null)
                    .take(2, "iommu_sva_bind_device", 9, "A: open q", null)
                    .take(0, "uacce_start_queue", 9, "A: open q", null)
                    .take(0, "the library does nothing", 10, "A: map q buf rw", null);
        }

        TimeLine end(String... notes) {
            return new TimeLine(LANES, events, List.of(notes));
        }
    }

    private static TimeLine unmapAfterRead() {
        return new Steps()
                .begin()
                .take(3, "fetch_descriptor", 14, READ, null)
                .take(2, "iotlb_lookup", 14, READ, null)
                .take(3, "dma_read", 14, READ, null)
                .take(0, "down_write mmap_lock", 12, UNMAP, null)
                .take(0, "unmap_vmas", 12, UNMAP, null)
                .end();
    }

    private static TimeLine readInside() {
        return new Steps()
                .begin()
                .take(0, "down_write mmap_lock", 12, UNMAP, null)
                .take(0, "zap_pte_range", 12, UNMAP, null)
                .take(0, "zap_pte_range", 12, UNMAP, null)
                .take(2, "iotlb_evict", 0, "evict q buf[0]", null)
                .take(3, "fetch_descriptor", 14, READ, null)
                .take(2, "iotlb_lookup", 14, READ, null)
                .take(1, "iopf_queue_work", 14, READ, null)
                .take(2, "qi_flush_piotlb", 12, UNMAP, null)
                .take(0, "up_write mmap_lock", 12, UNMAP, null)
                .take(1, "iommu_sva_handle_mm", 14, READ, null)
                .take(
                        3,
                        "dma_read",
                        14,
                        READ,
                        "another page than A has at buf[0], which is long gone and was given to somebody else in the meantime by the allocator")
                .end("12 more steps are not drawn");
    }
}
