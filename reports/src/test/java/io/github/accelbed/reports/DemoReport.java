package io.github.accelbed.reports;

import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.CostUse;
import io.github.accelbed.reports.result.GeneratedWith;
import io.github.accelbed.reports.result.ReportDocument;
import io.github.accelbed.reports.result.Verdict;
import java.nio.file.Path;
import java.util.List;

/** A made-up report of realistic shape and size, for the tests and for looking at. */
final class DemoReport {
    private DemoReport() {}

    /**
     * Writes the demo, to be looked at in a browser.
     *
     * @param args where to
     */
    public static void main(String[] args) {
        new ReportWriter().write(document(), Path.of(args[0]));
    }

    static ReportDocument document() {
        return new ReportDocument(
                "How should a device reach the memory of a user process?",
                new GeneratedWith(
                        "0.1.0",
                        "./accelbed report --seed 1 -o report",
                        1,
                        DemoScenarios.KERNELS,
                        DemoScenarios.BACKENDS),
                DemoScenarios.run(),
                DemoExperiments.all(),
                costs(),
                claims());
    }

    private static List<CostUse> costs() {
        return List.of(
                new CostUse("fork, a 4 KiB page", 24.8, "derived from a paper on on-demand fork (EuroSys 2021)", true),
                new CostUse("copy-on-write fault with a copy of 4 KiB", 2300, "the same paper's text", true),
                new CostUse("VFIO pin and map, a 4 KiB page", 200, "derived from a commit on batched pinning", true),
                new CostUse("unpin, a page", 50, "an estimate", false),
                new CostUse(
                        "ODP registration of an untouched buffer",
                        20000,
                        "an estimate: no pin, eight bytes a page",
                        false),
                new CostUse(
                        "major fault from disk", 10e6, "a model assumption of a paper on network page faults", true));
    }

    private static List<ClaimEntry> claims() {
        return List.of(
                new ClaimEntry(
                        "000-3",
                        "With uacce a process that ends by any means gives its queue back with the file's release.",
                        "Kenneth Lee",
                        "2018-11-24",
                        "20181124-a@example",
                        List.of(
                                new ClaimVerdict(
                                        "then (4.20)", Verdict.CONDITIONAL, "Not while a child holds the descriptor."),
                                new ClaimVerdict("today (7.0)", Verdict.HOLDS, ""),
                                new ClaimVerdict(
                                        "all kernels",
                                        Verdict.CONDITIONAL,
                                        "Not while a child holds the descriptor."))),
                new ClaimEntry(
                        "001-1",
                        "A plain accelerator needs no connection management and no memory registration.",
                        "Ashok Raj",
                        "2020-05-08",
                        "",
                        List.of(
                                new ClaimVerdict("then (4.20)", Verdict.HOLDS, ""),
                                new ClaimVerdict("today (7.0)", Verdict.HOLDS, ""),
                                new ClaimVerdict("all kernels", Verdict.HOLDS, ""))),
                new ClaimEntry(
                        "002-2",
                        "VFIO's locking of user memory breaks when the process forks: copy-on-write takes the parent's page"
                                + " away.",
                        "Zhangfei Gao",
                        "2019-08-14",
                        "20190814-b@example",
                        List.of(
                                new ClaimVerdict("then (4.20)", Verdict.HOLDS, ""),
                                new ClaimVerdict("today (7.0)", Verdict.REFUTED, ""),
                                new ClaimVerdict(
                                        "all kernels",
                                        Verdict.CONDITIONAL,
                                        "It holds up to 5.8; from 5.9 on fork copies pinned pages."))),
                new ClaimEntry(
                        "004-2",
                        "Every device must follow the process's page table.",
                        "Jerome Glisse",
                        "",
                        "",
                        List.of()),
                new ClaimEntry(
                        "000-8",
                        "VFIO's maintainer rejected allocating queues at open as against VFIO's idea.",
                        "Kenneth Lee",
                        "2018-11-24",
                        "",
                        List.of(new ClaimVerdict(
                                "all kernels", Verdict.NOT_TESTABLE, "A decision, not a behaviour."))));
    }
}
