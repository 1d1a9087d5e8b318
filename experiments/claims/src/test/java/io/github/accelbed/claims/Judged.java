package io.github.accelbed.claims;

import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import java.util.List;

/** Judges claims as the command line does. */
final class Judged {
    private Judged() {}

    /** The built-in ledger, judged once for all tests. */
    static List<Judgement> all() {
        return Whole.JUDGEMENTS;
    }

    private static final class Whole {
        static final List<Judgement> JUDGEMENTS = of(Ledger.builtIn().claims());
    }

    private static List<Judgement> of(List<Claim> claims) {
        return new LedgerRun(scenarios(), parser(), RunSettings.defaults()).judge(claims, List.of());
    }

    static List<Scenario> scenarios() {
        return new ScenarioFiles(vocabulary()).builtIn();
    }

    static ScenarioParser parser() {
        return new ScenarioParser(vocabulary());
    }

    private static Vocabulary vocabulary() {
        return Vocabulary.of(Backends.ids(), Ledger.builtIn().ids(), Mechanisms.names());
    }
}
