package io.github.accelbed.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of releases, worked by hand: a device reads a page that a child shares, the child exits, and somebody writes. Up to 5.11 SVA on an SMMU
 * needs BTM (arm_smmu_sva_supported, 5.11), so arm64's flush in ptep_set_access_flags reaches it; from 5.12 on it does not, and the flush tells no
 * notifier until 6.6. mprotect, a copy, and whatever else tells a range are told in all releases.
 */
class KeptPermissionTest {
    private static final String KERNELS = "5.7 5.8 5.11 5.12 5.18 5.19 6.1 6.5 6.6 6.9 6.19 7.0";
    private static final String TOLD = "5.7 5.8 5.11 6.6 6.9 6.19 7.0";
    private static final String UNTOLD = "5.12 5.18 5.19 6.1 6.5";

    private static Map<String, String> answers(String iommu, String between) {
        String text = """
                scenario t
                title "t"
                kernel %s
                backend uacce
                device zip iommu %s

                run
                  A: mmap buf 1
                  A: write buf 1
                  A: open q
                  A: map q buf
                  A: fork B
                  q: read buf
                  %s
                  q: write buf 3 -> r0
                  root: count refaults(q) -> r1

                expect
                  r0 != EFAULT
                """.formatted(KERNELS, iommu, between.replace("; ", "\n  "));
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());
        RunSettings settings = new RunSettings(List.of(), List.of(), CostTable.defaults(), 1, true);
        Map<String, String> answers = new TreeMap<>();
        for (CellResult cell : new ScenarioRunner(settings)
                .run(List.of(new ScenarioParser(vocabulary).parse("t.scn", text)), done -> {})
                .scenarios()
                .get(0)
                .cells()) {
            Map<String, String> registers = cell.outcomes().get(0).registers();
            answers.merge(registers.get("r0") + " " + registers.get("r1"), cell.kernel(), (a, b) -> a + " " + b);
        }
        return answers;
    }

    @ParameterizedTest
    @CsvSource({
        "B: exit",
        "B: exit; A: write buf 2",
        "B: munmap buf; A: write buf 2",
        "A: write buf 2; A: fork C; q: read buf; C: exit",
    })
    void aWriteThatMakesTheEntryWritableInPlaceIsToldOrNot(String between) {
        assertThat(answers("smmuv3", between)).containsOnly(Map.entry("ok 0", TOLD), Map.entry("stalled 1", UNTOLD));
        assertThat(answers("vt-d", between)).containsOnlyKeys("ok 0");
        assertThat(answers("amd", between)).containsOnlyKeys("ok 0");
    }

    @ParameterizedTest
    @CsvSource({
        "A: read buf",
        "A: write buf 2",
        "B: exit; A: mprotect buf ro; A: mprotect buf rw",
        "B: exit; A: fork C; C: exit",
        "B: exit; root: migrate A buf",
        "B: exit; root: swapout A buf; A: read buf",
        "B: exit; A: write buf 2; A: madvise buf dontneed",
    })
    void whatReplacesAnEntryOrTakesARightIsToldInAllReleases(String between) {
        assertThat(answers("smmuv3", between)).containsOnlyKeys("ok 0");
    }
}
