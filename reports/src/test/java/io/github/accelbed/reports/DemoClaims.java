package io.github.accelbed.reports;

import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimFact;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.reports.result.ClaimSource;
import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import java.util.List;

/** Made-up claims of each kind: judged, without teeth, not testable, not judged. */
final class DemoClaims {
    private DemoClaims() {}

    static List<ClaimEntry> all() {
        return List.of(
                notRun(
                        "000-8",
                        "VFIO's maintainer rejected allocating queues at open as against VFIO's idea.",
                        new ClaimVerdict("all kernels", Verdict.NOT_TESTABLE, "A decision, not a behaviour.")),
                registrations(),
                fork(),
                notRun("004-2", "Every device must follow the process's page table."));
    }

    private static ClaimEntry notRun(String id, String statement, ClaimVerdict... verdicts) {
        return new ClaimEntry(
                id,
                statement,
                new ClaimSource("Kenneth Lee", "", "", ""),
                "",
                "always",
                "",
                List.of(),
                List.of(verdicts),
                List.of(),
                List.of(),
                null,
                List.of());
    }

    private static ClaimEntry registrations() {
        return new ClaimEntry(
                "001-1",
                "A plain accelerator needs no connection management and no memory registration.",
                new ClaimSource("Ashok Raj", "2020-05-08", "", "idxd"),
                "uacce",
                "count",
                "",
                List.of(),
                List.of(
                        new ClaimVerdict("then (5.7)", Verdict.HOLDS, ""),
                        new ClaimVerdict("today (7.0)", Verdict.HOLDS, ""),
                        new ClaimVerdict("all kernels", Verdict.HOLDS, "")),
                List.of(new ClaimVerdict("on 7.0", Verdict.HOLDS, "")),
                List.of(new ClaimEvidence(
                        "registrations(A) = 0",
                        List.of("set-up/one-job"),
                        List.of(new ClaimAnswer("set-up/one-job", "uacce", "7.0", "yes", "r0 = old")))),
                null,
                List.of(new ClaimAblation("early-copy", ClaimAblation.Effect.NONE, "")));
    }

    private static ClaimEntry fork() {
        String scenario = "fork-cow/parent-writes-first";
        return new ClaimEntry(
                "002-2",
                "VFIO's locking of user memory breaks when the process forks: copy-on-write takes the parent's page"
                        + " away.",
                new ClaimSource("Zhangfei Gao", "2019-08-14", "20190814-b@example", "WarpDrive"),
                "vfio, rdma-pinned",
                "can",
                "Stable kernels are not modelled.",
                List.of(
                        new ClaimFact("fork copies pinned pages for the child from 5.9 on (mm 3.3)", "source"),
                        new ClaimFact("a backport exists", "UNVERIFIED")),
                List.of(
                        new ClaimVerdict("then (5.3)", Verdict.HOLDS, ""),
                        new ClaimVerdict("today (7.0)", Verdict.REFUTED, ""),
                        new ClaimVerdict("all kernels", Verdict.CONDITIONAL, "up to 5.8")),
                List.of(new ClaimVerdict("on 5.8", Verdict.HOLDS, ""), new ClaimVerdict("on 7.0", Verdict.REFUTED, "")),
                List.of(new ClaimEvidence(
                        "stale(q) > 0",
                        List.of(scenario),
                        List.of(
                                new ClaimAnswer(scenario, "vfio", "5.8", "yes", "r0 = old; stale(q) = 1"),
                                new ClaimAnswer(scenario, "vfio", "7.0", "no", "r0 = new"),
                                new ClaimAnswer(scenario, "rdma-pinned", "7.0", "skip", "line 9: none")))),
                new ClaimOpposite(
                        scenario + " on vfio 5.8",
                        "yes",
                        scenario + " on vfio 7.0",
                        "kernel 7.0 instead of 5.8",
                        scenario),
                List.of(new ClaimAblation(
                        "early-copy", ClaimAblation.Effect.FLIPS, "today (7.0): REFUTED becomes HOLDS")));
    }
}
