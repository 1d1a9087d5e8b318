package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.TextValue;
import java.math.BigInteger;
import org.antlr.v4.runtime.Token;

/** Reads the tokens that carry a value: numbers, texts, versions. A bad one is a problem and reads as something valid. */
final class Readers {

    private static final String ESCAPES = "\"\\nrt";
    private static final String EXPECTED =
            "a kernel version such as 5.9 or 6.1.176, of a known release: 4.20, 5.0 to 5.19, 6.0 to"
                    + " 6.19 or 7.0 to 7.3";
    private static final String ESCAPED = "\"\\\n\r\t";

    private final Problems problems;

    Readers(Problems problems) {
        this.problems = problems;
    }

    /** An integer within bounds; {@code what} names it in the message, with its bounds put behind. */
    int integer(Token token, int min, int max, String what) {
        BigInteger number = new BigInteger(token.getText());
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            problems.add(token, Problems.quoted(token.getText()), what + ", " + min + " to " + max);
            return min;
        }
        return number.intValue();
    }

    /** A 64-bit integer. */
    long integer(Token token) {
        BigInteger number = new BigInteger(token.getText());
        if (number.bitLength() > 63) {
            problems.add(
                    token, Problems.quoted(token.getText()), "an integer, " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
            return 0;
        }
        return number.longValue();
    }

    /** Bytes, plain or with K, M or G. */
    long bytes(Token token, long max, String what) {
        String text = token.getText();
        int unit = "KMG".indexOf(text.charAt(text.length() - 1));
        BigInteger number =
                new BigInteger(unit < 0 ? text : text.substring(0, text.length() - 1)).shiftLeft(10 * (unit + 1));
        if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            problems.add(token, Problems.quoted(text), what + ", 0 to " + max);
            return 0;
        }
        return number.longValue();
    }

    /** The text between the quotes. */
    String text(Token token) {
        String quoted = token.getText();
        StringBuilder text = new StringBuilder();
        boolean escaped = false;
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (escaped) {
                int escape = ESCAPES.indexOf(c);
                if (escape < 0) {
                    badEscape(token, i);
                } else {
                    text.append(ESCAPED.charAt(escape));
                }
            } else if (c != '\\') {
                text.append(c);
            }
            escaped = !escaped && c == '\\';
        }
        return text.toString();
    }

    private void badEscape(Token token, int i) {
        String text = token.getText();
        Position at = new Position(token.getLine(), token.getCharPositionInLine() + text.codePointCount(0, i));
        problems.add(
                at,
                Problems.quoted("\\" + Character.toString(text.codePointAt(i))),
                "one of \\\" \\\\ \\n \\r \\t",
                null);
    }

    TextValue textValue(Token token) {
        return new TextValue(text(token));
    }

    /** A known kernel. */
    KernelVersion version(Token token, String text) {
        try {
            return KernelVersion.parse(text);
        } catch (IllegalArgumentException e) {
            KernelVersion near = near(text);
            problems.add(Problems.at(token), Problems.quoted(text), EXPECTED, near.toString());
            return near;
        }
    }

    /** 5.8 for 5.08, 5.19 for 5.20. */
    private static KernelVersion near(String text) {
        String[] parts = text.split("\\.", -1);
        return KernelVersion.nearest(number(parts[0]), number(parts[1]));
    }

    /** Of digits alone, however many. */
    private static int number(String digits) {
        return new BigInteger(digits).min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    }

    /** {@code 5.9}, {@code 5.9..}, {@code ..5.8} or {@code 5.9..5.18}. */
    VersionRange range(Token token) {
        String text = token.getText();
        int dots = text.indexOf("..");
        if (dots < 0) {
            KernelVersion only = version(token, text);
            return new VersionRange(only, only);
        }
        KernelVersion first = dots == 0 ? null : version(token, text.substring(0, dots));
        KernelVersion last = dots + 2 == text.length() ? null : version(token, text.substring(dots + 2));
        if (first != null && last != null && first.compareTo(last) > 0) {
            problems.add(
                    token,
                    "the empty range " + Problems.quoted(text),
                    "the older kernel first: " + last + ".." + first);
            return new VersionRange(last, first);
        }
        return new VersionRange(first, last);
    }
}
