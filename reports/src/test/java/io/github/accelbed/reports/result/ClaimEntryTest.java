package io.github.accelbed.reports.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimEntryTest {
    private static final ClaimEvidence EVIDENCE = new ClaimEvidence("r0 = 1", true, List.of());

    private static ClaimEntry claim(List<ClaimEvidence> evidence, ClaimAblation.Effect... effects) {
        return new ClaimEntry(
                "004-2",
                "It is so.",
                new ClaimSource("N. N.", "", "", ""),
                "vfio",
                ClaimSense.ALWAYS,
                List.of(),
                "",
                List.of(),
                List.of(),
                List.of(),
                evidence,
                null,
                List.of(effects).stream()
                        .map(effect -> new ClaimAblation("m", effect, ""))
                        .toList());
    }

    @Test
    void aClaimThatNoMechanismTouchesHasNoTeeth() {
        assertThat(claim(List.of(EVIDENCE), ClaimAblation.Effect.NONE, ClaimAblation.Effect.NONE)
                        .hasTeeth())
                .isFalse();
    }

    @Test
    void aVerdictThatTurnsOrMovesOrCannotBeReachedHasTeeth() {
        for (ClaimAblation.Effect effect : ClaimAblation.Effect.values()) {
            assertThat(claim(List.of(EVIDENCE), ClaimAblation.Effect.NONE, effect)
                            .hasTeeth())
                    .as(effect.text())
                    .isEqualTo(effect != ClaimAblation.Effect.NONE);
        }
    }

    @Test
    void nothingIsSaidOfTeethWhereNothingWasLeftOutOrRun() {
        assertThat(claim(List.of(EVIDENCE)).hasTeeth()).isTrue();
        assertThat(claim(List.of(), ClaimAblation.Effect.NONE).hasTeeth()).isTrue();
    }

    @Test
    void theThreadIsWhatStandsBeforeTheHyphen() {
        assertThat(claim(List.of()).thread()).isEqualTo("004");
    }
}
