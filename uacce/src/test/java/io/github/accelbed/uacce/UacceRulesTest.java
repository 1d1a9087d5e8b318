package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.KernelVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UacceRulesTest {
    /** That mm_exit ends with 5.9 is not verified. */
    @Tag("unverified")
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "4.20, V6",
        "5.4, V6",
        "5.6, V6",
        "5.7, P57",
        "5.8, P510",
        "5.9, P510",
        "5.10, P510",
        "5.17, P510",
        "5.19, P510",
        "6.0, P60",
        "6.1, P60",
        "6.18, P60",
        "6.19, P26",
        "7.0, P26"
    })
    void aKernelBelongsToItsEra(String kernel, String era) {
        assertThat(UacceRules.of(KernelVersion.parse(kernel)).era()).isEqualTo(era);
    }

    /** It may have been 6.4. */
    @Tag("unverified")
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.8, false", "6.1, false", "6.4, false", "6.5, true", "6.18, true", "7.0, true"})
    void munmapFreesTheRegionsSlotOnlySince2023(String kernel, boolean frees) {
        assertThat(UacceRules.of(KernelVersion.parse(kernel)).munmapFreesRegion())
                .isEqualTo(frees);
    }

    @Test
    void onlyKernelsBeforeTheMergeAreMarkedAsOutOfTree() {
        UacceBackend backend = new UacceBackend();
        assertThat(backend.note(KernelVersion.parse("5.6"))).contains("out of tree");
        assertThat(backend.note(KernelVersion.parse("5.7"))).isNull();
    }

    @Test
    void everyEraAnswersEveryCase() {
        for (String kernel : new String[] {"4.20", "5.8", "5.10", "6.1", "7.0"}) {
            UacceRules rules = UacceRules.of(KernelVersion.parse(kernel));
            for (UacceCase situation : UacceCase.values()) {
                assertThat(rules.answer(situation)).isNotNull();
            }
        }
    }
}
