package io.github.accelbed.claims;

import io.github.accelbed.reports.result.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every argument of the five threads: {@code experiments/claims/ledger}, packed with the program. */
public final class Ledger {
    private static final String FOLDER = "/claims/";
    private static final String NEWS = "news.yaml";

    /** A new thread is one name here and one file. */
    private static final List<String> THREADS = List.of("000", "001", "002", "003", "004");

    private final List<Claim> claims;

    /**
     * A ledger.
     *
     * @param claims in order, each id once
     */
    public Ledger(List<Claim> claims) {
        Set<String> ids = new HashSet<>();
        for (Claim claim : claims) {
            if (!ids.add(claim.id())) {
                throw new IllegalArgumentException("two claims have the id " + claim.id());
            }
        }
        this.claims = List.copyOf(claims);
    }

    /**
     * The ledger that comes with the program.
     *
     * @return all threads in order
     */
    public static Ledger builtIn() {
        List<Claim> claims = new ArrayList<>();
        for (String thread : THREADS) {
            String file = thread + ".yaml";
            claims.addAll(LedgerFile.read(file, text(file), null));
        }
        return new Ledger(claims);
    }

    /**
     * What readers of the threads do not know, from {@code news.yaml}.
     *
     * @return in order of weight
     */
    public static List<Finding> news() {
        return YamlText.read(NEWS, text(NEWS)).map(List.of("news")).list("news").stream()
                .map(value -> value.map(List.of("finding", "scenario", "known", "by")))
                .map(entry -> new Finding(
                        entry.required("finding").text(),
                        entry.required("scenario").text(),
                        entry.required("known").as(known -> Finding.Known.valueOf(known.toUpperCase(Locale.ROOT))),
                        entry.required("by").text()))
                .toList();
    }

    private static String text(String file) {
        try (InputStream in = Ledger.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + file + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All claims.
     *
     * @return in the order of threads and numbers
     */
    public List<Claim> claims() {
        return claims;
    }

    /**
     * Their ids.
     *
     * @return such as {@code 004-2}
     */
    public List<String> ids() {
        return claims.stream().map(Claim::id).toList();
    }

    /**
     * A claim by its id.
     *
     * @param id such as {@code 004-2}
     * @return it, or empty
     */
    public Optional<Claim> find(String id) {
        return claims.stream().filter(claim -> claim.id().equals(id)).findFirst();
    }
}
