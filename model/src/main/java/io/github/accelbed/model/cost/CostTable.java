package io.github.accelbed.model.cost;

import io.github.accelbed.model.Unwoven;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What every step costs, with the source of each figure.
 *
 * <p>Prices are kept in picoseconds, since per-page figures have fractions of a nanosecond. A table is immutable; a user's
 * file replaces single rows of the defaults. Costs order nothing in the model: they only move the clock.
 */
@Unwoven(trusted = true)
public final class CostTable {
    /** The header line of a cost file. */
    public static final String HEADER = "cost,ns,source,verified";

    private static final long MAX_NS = 1_000_000_000_000L;

    private final Map<Cost, CostEntry> entries;
    private final long[] ps = new long[Cost.values().length];

    private CostTable(Map<Cost, CostEntry> entries) {
        this.entries = entries;
        entries.forEach((cost, entry) -> ps[index(cost)] = Math.round(entry.ns() * 1000));
    }

    /**
     * The figures this project ships, composed from published measurements.
     *
     * @return the default table
     */
    public static CostTable defaults() {
        try (InputStream in = CostTable.class.getResourceAsStream("costs.csv")) {
            if (in == null) {
                throw new IllegalStateException("costs.csv is missing from the class path");
            }
            Map<Cost, CostEntry> rows = read("costs.csv", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            for (Cost cost : Cost.values()) {
                if (!rows.containsKey(cost)) {
                    throw new IllegalStateException("costs.csv has no row for " + cost.key());
                }
            }
            return new CostTable(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * This table with the rows of a user's file in place of its own.
     *
     * @param file the file's name, for messages
     * @param csv its text: {@link #HEADER}, then one row a cost; rows may be left out; no quoting is needed unless the
     *     source holds a comma
     * @return the changed table
     * @throws CostFileException if the text is malformed; the message names file and line
     */
    public CostTable with(String file, String csv) {
        Map<Cost, CostEntry> changed = new EnumMap<>(entries);
        changed.putAll(read(file, csv));
        return new CostTable(changed);
    }

    /**
     * A price.
     *
     * @param cost which one
     * @return picoseconds, 0 or more
     */
    public long ps(Cost cost) {
        return ps[index(cost)];
    }

    /**
     * A price with its source.
     *
     * @param cost which one
     * @return the row
     */
    public CostEntry entry(Cost cost) {
        return Objects.requireNonNull(entries.get(cost), cost.key());
    }

    @SuppressWarnings("EnumOrdinal") // a map lookup for each step would cost more than the step
    private static int index(Cost cost) {
        return cost.ordinal();
    }

    private static Map<Cost, CostEntry> read(String file, String csv) {
        Map<Cost, CostEntry> rows = new EnumMap<>(Cost.class);
        String[] lines = csv.split("\r?\n", -1);
        if (!lines[0].strip().equals(HEADER)) {
            throw new CostFileException(
                    file, 1, "found '" + lines[0].strip() + "', expected the header '" + HEADER + "'");
        }
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].isBlank() || lines[i].startsWith("#")) {
                continue;
            }
            List<String> cells = cells(file, i + 1, lines[i]);
            if (cells.size() != 4) {
                throw new CostFileException(file, i + 1, "found " + cells.size() + " cells, expected 4: " + HEADER);
            }
            Cost cost = cost(file, i + 1, cells.get(0).strip());
            if (rows.containsKey(cost)) {
                throw new CostFileException(file, i + 1, "'" + cost.key() + "' stands twice");
            }
            rows.put(
                    cost,
                    new CostEntry(
                            cost,
                            ns(file, i + 1, cells.get(1).strip()),
                            cells.get(2).strip(),
                            verified(file, i + 1, cells.get(3).strip())));
        }
        return rows;
    }

    private static Cost cost(String file, int line, String key) {
        for (Cost cost : Cost.values()) {
            if (cost.key().equals(key)) {
                return cost;
            }
        }
        throw new CostFileException(file, line, "'" + key + "' is no cost; 'accelbed list costs' names them all");
    }

    private static double ns(String file, int line, String text) {
        if (!text.matches("[0-9]{1,13}(\\.[0-9]{1,3})?") || Double.parseDouble(text) > MAX_NS) {
            throw new CostFileException(
                    file,
                    line,
                    "'" + text + "' is no number of nanoseconds from 0 to " + MAX_NS + " with at most three decimals");
        }
        return Double.parseDouble(text);
    }

    private static boolean verified(String file, int line, String text) {
        return switch (text) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new CostFileException(file, line, "found '" + text + "', expected yes or no");
        };
    }

    private static List<String> cells(String file, int line, String text) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new CostFileException(file, line, "a quotation mark is not closed");
        }
        cells.add(cell.toString());
        return cells;
    }
}
