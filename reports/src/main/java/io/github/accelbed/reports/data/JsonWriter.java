package io.github.accelbed.reports.data;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.reports.result.ExpectationResult;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.reports.result.Outcome;
import io.github.accelbed.reports.result.RunResult;
import io.github.accelbed.reports.result.ScenarioResult;
import java.util.List;
import java.util.Map;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a run as the documented JSON: ASCII, what is not is escaped, keys in a fixed order, two spaces of indentation, one line feed at the
 * end.
 *
 * <p>The tree is built by hand, key by key, so that the order and the names stand in one place and a renamed record
 * component cannot change the format.
 */
public final class JsonWriter {
    private final JsonMapper mapper =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final ObjectWriter writer = mapper.writer().with(printer());

    /**
     * The run as JSON.
     *
     * @param run what was run
     * @return the text, to be encoded as UTF-8
     */
    public String json(RunResult run) {
        return text(root(run));
    }

    /**
     * A ledger as JSON.
     *
     * @param claims with their verdicts
     * @return the text, to be encoded as UTF-8
     */
    public String json(List<ClaimEntry> claims) {
        ObjectNode root = mapper.createObjectNode();
        root.put("schemaVersion", RunResult.SCHEMA_VERSION);
        new ClaimJson().put(root.putArray("claims"), claims);
        return text(root);
    }

    /**
     * A run and a ledger in one text.
     *
     * @param run what was run
     * @param claims with their verdicts
     * @return the text, to be encoded as UTF-8
     */
    public String json(RunResult run, List<ClaimEntry> claims) {
        ObjectNode root = root(run);
        new ClaimJson().put(root.putArray("claims"), claims);
        return text(root);
    }

    private ObjectNode root(RunResult run) {
        ObjectNode root = mapper.createObjectNode();
        root.put("schemaVersion", RunResult.SCHEMA_VERSION);
        ArrayNode scenarios = root.putArray("scenarios");
        run.scenarios().forEach(scenario -> put(scenarios.addObject(), scenario));
        return root;
    }

    private String text(ObjectNode root) {
        return writer.writeValueAsString(root) + "\n";
    }

    private static void put(ObjectNode node, ScenarioResult scenario) {
        node.put("name", scenario.name());
        node.put("file", scenario.file());
        ArrayNode cells = node.putArray("cells");
        scenario.cells().forEach(cell -> put(cells.addObject(), cell));
    }

    private static void put(ObjectNode node, CellResult cell) {
        node.put("backend", cell.backend());
        node.put("kernel", cell.kernel());
        node.put("status", cell.status().id());
        node.put("reason", cell.reason());
        if (cell.writtenOrder()) {
            node.put("writtenOrder", true);
        }
        if (cell.explored() == null && cell.notJudged() > 0) {
            node.put("notJudged", cell.notJudged());
        }
        ArrayNode outcomes = node.putArray("outcomes");
        Explored explored = cell.explored();
        for (Outcome outcome : cell.outcomes()) {
            ObjectNode at = outcomes.addObject();
            put(at, outcome);
            if (explored != null) {
                ExploredJson.put(at, outcome);
            }
        }
        ObjectNode counters = node.putObject("counters");
        for (Map.Entry<String, Long> counter : cell.counters().entrySet()) {
            counters.put(counter.getKey(), counter.getValue());
        }
        ArrayNode expectations = node.putArray("expectations");
        cell.expectations().forEach(expectation -> put(expectations.addObject(), expectation));
        if (explored != null) {
            ExploredJson.put(node.putObject("explored"), explored);
        }
    }

    private static void put(ObjectNode node, Outcome outcome) {
        ObjectNode registers = node.putObject("registers");
        for (Map.Entry<String, String> register : outcome.registers().entrySet()) {
            registers.put(register.getKey(), register.getValue());
        }
        node.put("schedules", outcome.schedules());
    }

    private static void put(ObjectNode node, ExpectationResult expectation) {
        node.put("line", expectation.line());
        node.put("text", expectation.text());
        node.put("met", expectation.met());
    }

    /** Jackson's own printer takes the line separator of the machine; this one does not. */
    private static PrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    }
}
