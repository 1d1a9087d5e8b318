package io.github.accelbed.reports;

import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimAnswer;
import io.github.accelbed.reports.result.ClaimAnswer.Answer;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ClaimEvidence;
import io.github.accelbed.reports.result.ClaimFact;
import io.github.accelbed.reports.result.ClaimOpposite;
import io.github.accelbed.reports.result.ClaimScope;
import io.github.accelbed.reports.result.ClaimSense;
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
                        verdict(ClaimScope.Kind.ALL, "", Verdict.NOT_TESTABLE, "A decision, not a behaviour.")),
                registrations(),
                fork(),
                notRun("004-2", "Every device must follow the process's page table."));
    }

    private static ClaimVerdict verdict(ClaimScope.Kind kind, String kernel, Verdict verdict, String reason) {
        return new ClaimVerdict(new ClaimScope(kind, kernel), verdict, reason);
    }

    private static ClaimAnswer answer(String scenario, String backend, String kernel, Answer answer, String saw) {
        return new ClaimAnswer("after a fork", scenario, List.of(), backend, kernel, answer, saw);
    }

    private static ClaimEntry notRun(String id, String statement, ClaimVerdict... verdicts) {
        return new ClaimEntry(
                id,
                statement,
                new ClaimSource("Kenneth Lee", "", "", ""),
                "",
                ClaimSense.ALWAYS,
                List.of(),
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
                ClaimSense.COUNT,
                List.of(),
                "",
                List.of(),
                List.of(
                        verdict(ClaimScope.Kind.THEN, "5.7", Verdict.HOLDS, ""),
                        verdict(ClaimScope.Kind.TODAY, "7.0", Verdict.HOLDS, ""),
                        verdict(ClaimScope.Kind.ALL, "", Verdict.HOLDS, "")),
                List.of(verdict(ClaimScope.Kind.ON, "7.0", Verdict.HOLDS, "")),
                List.of(new ClaimEvidence(
                        "registrations(A) = 0",
                        true,
                        List.of(answer("set-up/one-job", "uacce", "7.0", Answer.YES, "registrations(A) = 0")))),
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
                ClaimSense.CAN,
                List.of("004-2"),
                "Stable kernels are not modelled.",
                List.of(
                        new ClaimFact("fork copies pinned pages for the child from 5.9 on (mm 3.3)", "source"),
                        new ClaimFact("a backport exists", "UNVERIFIED")),
                List.of(
                        verdict(ClaimScope.Kind.THEN, "5.3", Verdict.HOLDS, ""),
                        verdict(ClaimScope.Kind.TODAY, "7.0", Verdict.REFUTED, ""),
                        verdict(ClaimScope.Kind.ALL, "", Verdict.CONDITIONAL, "up to 5.8")),
                List.of(
                        verdict(ClaimScope.Kind.ON, "5.8", Verdict.HOLDS, ""),
                        verdict(ClaimScope.Kind.ON, "7.0", Verdict.REFUTED, "")),
                List.of(new ClaimEvidence(
                        "stale(q) > 0",
                        true,
                        List.of(
                                answer(scenario, "vfio", "5.8", Answer.YES, "r0 = old; stale(q) = 1"),
                                answer(scenario, "vfio", "7.0", Answer.NO, "r0 = new"),
                                answer(scenario, "rdma-pinned", "7.0", Answer.SKIP, "line 9: none")))),
                new ClaimOpposite(
                        answer(scenario, "vfio", "5.8", Answer.YES, "stale(q) = 1"),
                        answer(scenario, "vfio", "7.0", Answer.NO, "stale(q) = 0"),
                        List.of()),
                List.of(new ClaimAblation(
                        "early-copy", ClaimAblation.Effect.FLIPS, "today (7.0): REFUTED becomes HOLDS")));
    }
}
