package io.github.accelbed.reports.data;

import io.github.accelbed.reports.result.RunResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a file of results says, line by line: a text for every cell of a scenario, every outcome of an explored one, every verdict of a claim and every answer that it was
 * judged by, under a key that tells where it stands. Two files are compared by their lines.
 *
 * @param lines by key, in the order of the file
 */
public record ResultFile(Map<String, String> lines) {

    /** A file that is no results. The message is one sentence for the user. */
    public static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(String message) {
            super(message);
        }
    }

    /** Copies the map; its order is kept. */
    public ResultFile {
        lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    }

    /**
     * Reads a file as {@link JsonWriter} writes it.
     *
     * @param name of the file, for messages
     * @param json its content
     * @return its lines
     * @throws FormatException if it is no JSON, or not of this shape
     */
    public static ResultFile read(String name, String json) throws FormatException {
        JsonNode root;
        try {
            root = JsonMapper.builder().build().readTree(json);
        } catch (JacksonException e) {
            throw new FormatException(name + ":" + e.getLocation().getLineNr() + ":"
                    + e.getLocation().getColumnNr() + ": this is no JSON: "
                    + e.getOriginalMessage().replaceFirst(" \\(start marker.*", ""));
        }
        if (!root.path("schemaVersion").isNumber()
                || !(root.path("scenarios").isArray() || root.path("claims").isArray())) {
            throw new FormatException(name + ": no results of accelbed: expected an object with schemaVersion, and"
                    + " scenarios or claims");
        }
        if (root.path("schemaVersion").intValue() != RunResult.SCHEMA_VERSION) {
            throw new FormatException(name + ": its schemaVersion is "
                    + root.path("schemaVersion").asString() + ", this program reads " + RunResult.SCHEMA_VERSION);
        }
        Map<String, String> lines = new LinkedHashMap<>();
        for (JsonNode scenario : root.path("scenarios")) {
            for (JsonNode cell : scenario.path("cells")) {
                String key = text(scenario, "name") + ", " + text(cell, "backend") + " on " + text(cell, "kernel");
                if (cell.path("explored").isObject()) {
                    explored(key, cell, lines);
                } else {
                    lines.put(key, cell(cell));
                }
            }
        }
        for (JsonNode claim : root.path("claims")) {
            claim(claim, lines);
        }
        return new ResultFile(lines);
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }

    /** Counters are not outcomes: they also change with prices. */
    private static String cell(JsonNode cell) {
        List<String> outcomes = new ArrayList<>();
        for (JsonNode outcome : cell.path("outcomes")) {
            outcomes.add(registers(outcome)
                    + (text(outcome, "schedules").equals("1") ? "" : " x " + text(outcome, "schedules")));
        }
        return text(cell, "status") + " " + String.join(" | ", outcomes) + unmet(cell);
    }

    /** A line for what the cell says as a whole, and one for each outcome: there are many, and some come or go. */
    private static void explored(String key, JsonNode cell, Map<String, String> lines) {
        JsonNode explored = cell.path("explored");
        lines.put(
                key,
                text(cell, "status") + " by " + text(explored, "method") + unmet(cell)
                        + (explored.path("lockCycles").isEmpty()
                                ? ""
                                : ", circles of locks: "
                                        + explored.path("lockCycles").size()));
        for (JsonNode outcome : cell.path("outcomes")) {
            Map<String, String> ending = registers(outcome);
            outcome.path("counters").forEachEntry((name, value) -> ending.put(name, value.asString("")));
            String end = text(outcome, "end");
            lines.put(key + ", outcome " + ending + (end.isEmpty() ? "" : " " + end), schedules(outcome));
        }
    }

    private static String schedules(JsonNode outcome) {
        String schedules = text(outcome, "schedules");
        String count =
                schedules.isEmpty() ? "not counted" : schedules + (schedules.equals("1") ? " schedule" : " schedules");
        List<String> faults = new ArrayList<>();
        outcome.path("faults").forEach(fault -> faults.add(fault.asString("")));
        return count
                + (outcome.path("asExpected").asBoolean(true) ? "" : ", not as expected")
                + (faults.isEmpty() ? "" : ", faults: " + String.join("; ", faults));
    }

    private static Map<String, String> registers(JsonNode outcome) {
        Map<String, String> registers = new TreeMap<>();
        outcome.path("registers").forEachEntry((name, value) -> registers.put(name, value.asString("")));
        return registers;
    }

    private static String unmet(JsonNode cell) {
        List<String> unmet = new ArrayList<>();
        for (JsonNode expectation : cell.path("expectations")) {
            if (expectation.path("met").isBoolean() && !expectation.path("met").booleanValue()) {
                unmet.add(text(expectation, "text"));
            }
        }
        return unmet.isEmpty() ? "" : ", not met: " + String.join(" | ", unmet);
    }

    private static void claim(JsonNode claim, Map<String, String> lines) {
        String id = "claim " + text(claim, "id") + ", ";
        for (String list : List.of("verdicts", "byKernel")) {
            for (JsonNode verdict : claim.path(list)) {
                String condition = text(verdict, "condition");
                lines.put(
                        id + text(verdict, "scope"),
                        text(verdict, "verdict") + (condition.isEmpty() ? "" : ": " + condition));
            }
        }
        int part = 0;
        for (JsonNode evidence : claim.path("evidence")) {
            part++;
            for (JsonNode answer : evidence.path("answers")) {
                lines.put(
                        id + "part " + part + ", " + text(answer, "scenario") + ", " + text(answer, "backend") + " on "
                                + text(answer, "kernel"),
                        text(answer, "answer"));
            }
        }
        for (JsonNode ablation : claim.path("ablations")) {
            lines.put(id + "without " + text(ablation, "mechanism"), text(ablation, "effect"));
        }
    }
}
