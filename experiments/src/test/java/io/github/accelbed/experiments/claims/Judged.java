package io.github.accelbed.experiments.claims;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.backend.Mechanisms;
import io.github.accelbed.experiments.builtin.ScenarioFiles;
import io.github.accelbed.experiments.language.ScenarioParser;
import io.github.accelbed.experiments.language.Vocabulary;
import io.github.accelbed.experiments.run.RunSettings;
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
