package io.github.accelbed.claims;

import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.List;

/** Judges claims as the command line does. */
final class Judged {
    private Judged() {}

    static List<Judgement> of(List<Claim> claims) {
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), Ledger.builtIn().ids(), Mechanisms.names());
        return new LedgerRun(
                        new ScenarioFiles(vocabulary).builtIn(), new ScenarioParser(vocabulary), RunSettings.defaults())
                .judge(claims, List.of());
    }
}
