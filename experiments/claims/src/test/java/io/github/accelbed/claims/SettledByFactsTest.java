package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.ClaimVerdict;
import io.github.accelbed.reports.result.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the verified facts settle a claim, the computed verdict must agree. The lines were written from the fact sheets, not from a run. */
final class SettledByFactsTest {

    @ParameterizedTest(name = "{0} {1} is {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
                    002-2  | then        | HOLDS       | mm 3.3: true of 4.20 and 5.3, private memory, the parent writes while the child maps the page
                    002-2  | today       | REFUTED     | mm 3.3: false from 5.9, where fork copies pinned pages early
                    002-2  | all kernels | CONDITIONAL | mm 3.3: the kernel decides
                    004-2  | then        | REFUTED     | mm 3.3: invalidation drops P, the next access faults to the process's page
                    004-2  | today       | REFUTED     | the same
                    004-2  | all kernels | REFUTED     | the same
                    004-3  | then        | HOLDS       | mm 3.3: it fires at fork and at A's own copy-on-write break
                    004-3  | all kernels | HOLDS       | mm 3.3: on every kernel since 3.7
                    004-4  | all kernels | HOLDS       | mm 3.3: literally true: do_cow_fault finds no entry, so no device mapping
                    004-7  | all kernels | REFUTED     | mm 3.3, uacce 2.1: the IOMMU walks the process's own table
                    004-8  | all kernels | REFUTED     | mm 3.3: SVA of SMMUv3 and VT-d is in the same class as CAPI, and one such row is enough
                    004-15 | then        | HOLDS       | mm 2.3: whoever writes first gets the copy, on 4.20, and the mail speaks of A
                    004-19 | then        | HOLDS       | mm 3.3: true then
                    003-6  | then        | HOLDS       | vfio 4: reserved regions are checked from 5.4
                    003-6  | all kernels | CONDITIONAL | vfio 9.7: not before 5.4
                    003-15 | then        | HOLDS       | uacce 1.2: no state leads out of the put one
                    003-15 | today       | REFUTED     | uacce, surprise 5: PUT_Q only stops from 6.19, and START starts again
                    000-4  | all kernels | CONDITIONAL | vfio 9.6: an mdev is not gone after exit; but its group can be opened by the next client at once (vfio 3)
                    """)
    void theVerdictAgrees(String id, String scope, Verdict verdict, String why) {
        Judgement judgement = Judged.all().stream()
                .filter(one -> one.claim().id().equals(id))
                .findFirst()
                .orElseThrow();
        ClaimVerdict computed = judgement.verdicts().stream()
                .filter(each -> each.scope().kind().text().equals(scope))
                .findFirst()
                .orElseThrow();

        assertThat(computed.verdict()).as(computed + "; " + why).isEqualTo(verdict);
    }
}
