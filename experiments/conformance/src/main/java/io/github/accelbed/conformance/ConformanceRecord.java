package io.github.accelbed.conformance;

import io.github.accelbed.model.KernelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What each built-in scenario came to on each kernel that was asked: a file of lines, each a JSON object with {@code kernel} (the stable
 * release), {@code build} (only of a kernel that is not a distribution's as it is: {@link RunningKernel#build}), {@code row}, {@code scenario}, {@code result} (same, differs,
 * not-carried-out) and {@code why}. A new comparison replaces the lines of its kernel's build on the rows that it asked.
 */
public final class ConformanceRecord {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BUILD = "build";
    private static final String RESULT = "result";
    private static final String BUILT_IN = "/facts/conformed.jsonl";

    private final SortedMap<String, String> lines;

    private ConformanceRecord(SortedMap<String, String> lines) {
        this.lines = lines;
    }

    /**
     * Reads a record; a file that is not there is an empty one.
     *
     * @param file the file
     * @return what it says
     * @throws IOException if it cannot be read, or a line is not of a record, named by its number
     */
    public static ConformanceRecord read(Path file) throws IOException {
        return parse(file.toString(), Files.exists(file) ? Files.readAllLines(file) : List.of());
    }

    /**
     * The record that comes with the program: {@code docs/facts/conformed.jsonl}.
     *
     * @return what it says
     */
    public static ConformanceRecord builtIn() {
        try (InputStream in = ConformanceRecord.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException(BUILT_IN + " is missing from the class path");
            }
            return parse(
                    BUILT_IN,
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConformanceRecord parse(String file, List<String> all) throws IOException {
        SortedMap<String, String> lines = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            try {
                JsonNode line = JSON.readTree(all.get(i));
                JsonNode build = line.get(BUILD);
                String of = ofKernel(text(line, "kernel"), build == null ? "" : build.asString());
                lines.put(of + key(text(line, "row"), text(line, "scenario")), all.get(i));
            } catch (JacksonException | IllegalArgumentException e) {
                throw new IOException(file + ":" + (i + 1) + ": no line of a record of comparisons", e);
            }
        }
        return new ConformanceRecord(lines);
    }

    private static String text(JsonNode line, String name) {
        JsonNode value = line.get(name);
        if (value == null || !value.isString()) {
            throw new IllegalArgumentException(name);
        }
        return value.stringValue();
    }

    private static String key(String row, String scenario) {
        return row + "\n" + scenario;
    }

    /**
     * The kernels on which a scenario came to something, asked of whatever stands for the row there.
     *
     * @param row the row's id; also what was asked of its own kind of device, as {@code uacce device}
     * @param scenario its name
     * @param result what it came to
     * @return stable releases, oldest first, each once
     */
    public List<String> kernels(String row, String scenario, Conformance.Result result) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(scenario))
                .map(entry -> JSON.readTree(entry.getValue()))
                .filter(line -> text(line, "scenario").equals(scenario))
                .filter(line ->
                        text(line, "row").equals(row) || text(line, "row").startsWith(row + " "))
                .filter(line -> text(line, RESULT).equals(word(result)))
                .map(line -> text(line, "kernel"))
                .distinct()
                .toList();
    }

    private static String word(Conformance.Result result) {
        return result.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How the keys of a kernel begin: releases are in their order. */
    private static String ofKernel(String kernel, String build) {
        KernelVersion version = KernelVersion.parse(kernel);
        return String.format(
                Locale.ROOT, "%05d.%05d.%05d %s%n", version.major(), version.minor(), version.stable(), build);
    }

    /**
     * The record with new comparisons, which replace the old ones of their kernels and rows.
     *
     * @param found what was compared
     * @return the new record, not written yet
     */
    public ConformanceRecord with(Collection<Conformance> found) {
        SortedMap<String, String> all = new TreeMap<>(lines);
        for (Conformance one : found) {
            String of = ofKernel(one.kernel().version().toString(), one.kernel().build());
            one.outcomes().keySet().stream()
                    .map(Conformance.Cell::row)
                    .distinct()
                    .forEach(row -> all.keySet().removeIf(key -> key.startsWith(of + key(row, ""))));
            one.outcomes()
                    .forEach((cell, outcome) ->
                            all.put(of + key(cell.row(), cell.scenario()), line(one.kernel(), cell, outcome)));
        }
        return new ConformanceRecord(all);
    }

    private static String line(RunningKernel kernel, Conformance.Cell cell, Conformance.Outcome outcome) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("kernel", kernel.version().toString());
        if (!kernel.build().isEmpty()) {
            line.put(BUILD, kernel.build());
        }
        line.put("row", cell.row());
        line.put("scenario", cell.scenario());
        line.put(RESULT, word(outcome.result()));
        if (!outcome.why().isEmpty()) {
            line.put("why", outcome.why());
        }
        return JSON.writeValueAsString(line);
    }

    /**
     * The record as its file holds it.
     *
     * @return its lines
     */
    public String text() {
        return lines.values().stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
