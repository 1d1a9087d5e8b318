package io.github.accelbed.scenario.language.term;

/**
 * A text in memory, in a register or in a condition.
 *
 * @param text the characters, without quotes or escapes
 */
public record TextValue(String text) implements Value {

    /**
     * The text in double quotes, with {@code \" \\ \n \r \t} for what cannot stand there.
     *
     * @param text the bare text
     * @return the spelling in a scenario
     */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /**
     * The quoted text.
     *
     * @return the spelling in a scenario
     */
    @Override
    public String toString() {
        return quote(text);
    }
}
