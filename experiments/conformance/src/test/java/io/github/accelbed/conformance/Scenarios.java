package io.github.accelbed.conformance;

import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import java.util.List;

/** Scenarios from their steps. */
final class Scenarios {
    static final Vocabulary VOCABULARY = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());

    private Scenarios() {}

    static Scenario of(String steps) {
        return of("", steps);
    }

    static Scenario of(String headers, String steps) {
        String text = "scenario t\ntitle \"t\"\n" + headers + "run\n" + steps + "expect\n  elapsed >= 0\n";
        return new ScenarioParser(VOCABULARY).parse("test.scn", text);
    }
}
