package io.github.accelbed.claims;

import io.github.accelbed.scenario.language.NearestWord;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.ScenarioSyntaxException;
import java.util.List;
import java.util.Map;

/** The scenarios that a ledger may name, and whether they can be asked what it asks; every refusal is an IllegalArgumentException. */
final class KnownScenarios {
    private final Map<String, Scenario> scenarios;
    private final ScenarioParser parser;

    KnownScenarios(Map<String, Scenario> scenarios, ScenarioParser parser) {
        this.scenarios = scenarios;
        this.parser = parser;
    }

    Scenario find(String name) {
        Scenario scenario = scenarios.get(name);
        if (scenario == null) {
            String nearest = NearestWord.of(name, scenarios.keySet());
            throw new IllegalArgumentException("'" + YamlValue.shown(name) + "' is no scenario"
                    + (nearest == null ? "" : "; did you mean '" + nearest + "'?")
                    + " ('accelbed list scenarios' names the built-in ones, and files NAME.scn beside the ledger count by"
                    + " the names that they give themselves)");
        }
        return scenario;
    }

    /** Scenarios without a device run on {@code mm}, the others on rows. */
    void checkRows(Evidence evidence) {
        for (String name : evidence.scenarios()) {
            boolean none = find(name).isMmOnly();
            if (none && !evidence.backends().equals(List.of(Scenario.MM))) {
                throw new IllegalArgumentException(name + " opens no queue; it is asked with 'backends: [mm]'");
            }
            if (!none && evidence.backends().contains(Scenario.MM)) {
                throw new IllegalArgumentException(
                        name + " opens a queue; 'mm' is for scenarios that open none, the others need a row");
            }
        }
    }

    void checkQuestion(Evidence evidence) {
        for (String name : evidence.scenarios()) {
            if (evidence.question() instanceof Question.Holds holds) {
                ask(name, holds.condition());
            } else if (evidence.question() instanceof Question.Compares compares) {
                count(name, compares.counter());
                if (!compares.besideScenario().isEmpty()) {
                    count(compares.besideScenario(), compares.counter());
                }
            }
        }
    }

    private void count(String name, String counter) {
        if (find(name).hasOrders()) {
            throw new IllegalArgumentException(name
                    + " has several orders, and no single number to compare; ask with 'holds' for what is always,"
                    + " sometimes or never so");
        }
        ask(name, counter + " >= 0");
    }

    private void ask(String name, String condition) {
        try {
            parser.ask(find(name), condition);
        } catch (ScenarioSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + YamlValue.shown(condition) + "' cannot be asked of " + name + ": "
                            + e.problems().get(0).message(),
                    e);
        }
    }
}
