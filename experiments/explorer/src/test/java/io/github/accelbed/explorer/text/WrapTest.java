package io.github.accelbed.explorer.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WrapTest {
    @Test
    void aLineIsBrokenBetweenWordsAndGoesOnIndented() {
        assertThat(Wrap.lines("one two three", 9)).containsExactly("one two", "    three");
        assertThat(Wrap.lines("  one two three", 13)).containsExactly("  one two", "      three");
        assertThat(Wrap.lines("", 9)).containsExactly("");
    }

    @Test
    void aWordThatIsLongerThanALineIsBrokenAndLosesNothing() {
        assertThat(String.join("", Wrap.lines("abcdefghijklmnopqrstuvwxyz", 9)).replace(" ", ""))
                .isEqualTo("abcdefghijklmnopqrstuvwxyz");
        assertThat(Wrap.lines("abcdefghijklmnopqrstuvwxyz", 9)).allMatch(line -> line.length() <= 9);
    }
}
