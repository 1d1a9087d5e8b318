package io.github.accelbed.scenario.language;

/** The text of a statement as people wrote it. */
public final class StatementText {
    private StatementText() {}

    /**
     * A line without what is around its statement.
     *
     * @param line one line of a scenario
     * @return it without its indentation and its comment; a {@code #} within quotes begins none
     */
    public static String of(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '#' && !quoted) {
                return line.substring(0, i).strip();
            }
        }
        return line.strip();
    }
}
