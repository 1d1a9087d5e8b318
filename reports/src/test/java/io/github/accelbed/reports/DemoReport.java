package io.github.accelbed.reports;

import io.github.accelbed.reports.result.CostUse;
import io.github.accelbed.reports.result.Finding;
import io.github.accelbed.reports.result.GeneratedWith;
import io.github.accelbed.reports.result.ReportDocument;
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
                List.of(new Finding(
                        "Nobody tells an SMMU.",
                        "fork-cow/parent-writes-first",
                        Finding.Known.MODEL,
                        "6bbd42e2df8f mends it")),
                DemoClaims.all());
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
}
