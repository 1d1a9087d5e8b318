package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guards against verdicts that would be the same whatever the kernel did. */
final class AblationsTest {
    private static final Ledger LEDGER = Ledger.builtIn();
    private static Map<String, List<ClaimAblation>> effects = Map.of();

    @BeforeAll
    static void leaveOut() {
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), LEDGER.ids(), Mechanisms.names());
        List<Scenario> scenarios = new ScenarioFiles(vocabulary).builtIn();
        LedgerRun run = new LedgerRun(scenarios, new ScenarioParser(vocabulary), RunSettings.defaults());
        List<Claim> claims = List.of("000-3", "000-9", "002-2", "003-6", "003-11", "004-1", "004-2", "004-16").stream()
                .map(id -> LEDGER.find(id).orElseThrow())
                .toList();
        effects = new Ablations(run).of(run.judge(claims, List.of()), done -> {});
    }

    private static List<String> touching(String claim) {
        return effects.getOrDefault(claim, List.of()).stream()
                .filter(effect -> effect.effect() == ClaimAblation.Effect.FLIPS)
                .map(ClaimAblation::mechanism)
                .toList();
    }

    @Test
    void everyMechanismIsLeftOutOnce() {
        assertThat(effects.values().stream()
                        .map(list -> list.stream().map(ClaimAblation::mechanism).toList())
                        .collect(Collectors.toSet()))
                .containsExactly(Mechanisms.names());
    }

    @Test
    void vfiosTroubleAtForkRestsOnTheEarlyCopyAndOnThePin() {
        assertThat(touching("002-2")).containsExactlyInAnyOrder("early-copy", "pin");
    }

    @Test
    void odpFollowsForkBecauseOfTheNotifierAlone() {
        assertThat(touching("004-2")).containsExactly("mmu-notifier");
    }

    @Test
    void noFrameIsReachedAfterItsMemoryBecauseFaultsLookAtTheSequenceAgain() {
        assertThat(touching("004-1")).contains("mmu-notifier", "sequence-check");
    }

    @Test
    void aQueueComesBackBecauseTheLastCloseReleasesIt() {
        assertThat(touching("000-3")).containsExactly("release-at-last-close");
    }

    @Test
    void theKernelOwnsThePasidBecauseItChecksIt() {
        assertThat(touching("000-9")).contains("pasid-check");
    }

    @Test
    void reservedRangesAreRefusedBecauseTheyAreChecked() {
        assertThat(touching("003-6")).containsExactly("reserved-region-check");
    }

    @Test
    void theLongerCircleOfLocksIsBrokenByTheReviewsOwnRemedy() {
        assertThat(touching("003-11")).containsExactly("unbind-under-mutex");
    }

    @Test
    void noChangeGoesUnnotifiedBecauseMirrorsAndCachesAreTold() {
        assertThat(touching("004-16")).contains("mmu-notifier", "iotlb-invalidation");
    }

    @Test
    void anEffectNamesTheVerdictsThatTurn() {
        assertThat(effects.getOrDefault("002-2", List.of()))
                .filteredOn(effect -> effect.mechanism().equals("early-copy"))
                .extracting(ClaimAblation::text)
                .allMatch(text -> text.startsWith("today (7.0): REFUTED becomes HOLDS"));
    }
}
