package io.github.accelbed.scenario.language;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the known word that somebody probably meant. */
public final class NearestWord {

    private NearestWord() {}

    /**
     * The known word with the smallest edit distance (insert, delete, replace, swap neighbours; case is free) that is
     * near enough to be meant: at most one edit in words of up to four letters, two in longer ones, three from nine on.
     *
     * @param word what was written
     * @param known the known words, in order of preference
     * @return one of them, or null if none is near, or the word itself is among them
     */
    public static @Nullable String of(String word, Collection<String> known) {
        if (word.length() > 64 || known.contains(word)) {
            return null;
        }
        String nearest = null;
        int best = word.length() <= 4 ? 1 : word.length() <= 8 ? 2 : 3;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            boolean near = distance < Math.min(word.length(), candidate.length()) || distance == 0;
            if (near && (distance < best || (distance == best && nearest == null))) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /**
     * What to say behind "is no ..." of a word that is not known.
     *
     * @param word what was written
     * @param known the known words
     * @return a question with the nearest, or all of them
     */
    public static String hint(String word, Collection<String> known) {
        String nearest = of(word, known);
        return nearest == null ? "; there are " + String.join(", ", known) : "; did you mean '" + nearest + "'?";
    }

    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + replace);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
