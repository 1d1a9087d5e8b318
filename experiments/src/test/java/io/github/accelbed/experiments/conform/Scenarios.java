package io.github.accelbed.experiments.conform;

import io.github.accelbed.experiments.backend.Backends;
import io.github.accelbed.experiments.backend.Mechanisms;
import io.github.accelbed.experiments.claims.Ledger;
import io.github.accelbed.experiments.language.Scenario;
import io.github.accelbed.experiments.language.ScenarioParser;
import io.github.accelbed.experiments.language.Vocabulary;

/** Scenarios from their steps. */
final class Scenarios {
    static final Vocabulary VOCABULARY =
            Vocabulary.of(Backends.ids(), Ledger.builtIn().ids(), Mechanisms.names());

    private Scenarios() {}

    static Scenario of(String steps) {
        return of("", steps);
    }

    static Scenario of(String headers, String steps) {
        String text = "scenario t\ntitle \"t\"\n" + headers + "run\n" + steps + "expect\n  elapsed >= 0\n";
        return new ScenarioParser(VOCABULARY).parse("test.scn", text);
    }
}
