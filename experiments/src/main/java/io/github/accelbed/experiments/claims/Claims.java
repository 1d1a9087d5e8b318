package io.github.accelbed.experiments.claims;

import io.github.accelbed.reports.result.ClaimEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments made in the five threads, in our own words, each with author, date and, where the archived text tells it, the mail's
 * message id. Verdicts are not part of the ledger: they are computed by runs.
 */
public final class Claims {
    private static final String LEDGER = "claims.tsv";
    private static final int COLUMNS = 5;

    private Claims() {}

    /**
     * All claims.
     *
     * @return in order of their ids, without verdicts
     */
    public static List<ClaimEntry> all() {
        List<ClaimEntry> claims = new ArrayList<>();
        String[] lines = text().split("\n", -1);
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                String[] cells = lines[i].split("\t", -1);
                if (cells.length != COLUMNS) {
                    throw new IllegalStateException(LEDGER + ":" + (i + 1) + " has " + cells.length + " cells");
                }
                claims.add(new ClaimEntry(cells[0], cells[4], cells[1], cells[2], cells[3], List.of()));
            }
        }
        return claims;
    }

    /**
     * Their ids.
     *
     * @return such as {@code 004-2}
     */
    public static List<String> ids() {
        return all().stream().map(ClaimEntry::id).toList();
    }

    private static String text() {
        try (InputStream in = Claims.class.getResourceAsStream(LEDGER)) {
            if (in == null) {
                throw new IllegalStateException(LEDGER + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
