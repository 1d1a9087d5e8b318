package io.github.accelbed.drivers.bed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KindsTest {
    private final Kinds kinds = new Kinds(List.of("a1", "b1", "a2", "c1", "b2", "a3"), row -> row.charAt(0));

    @Test
    void aKindIsNamedAfterItsFirstRowAndOneRowAloneIsNone() {
        assertThat(kinds.text()).isEqualTo("a1's kind is a1, a2 and a3; b1's kind is b1 and b2");
    }

    @Test
    void onlyACompleteKindIsNamedAsSuch() {
        assertThat(kinds.named(List.of("b1", "a2", "c1", "b2", "a3"))).containsExactly("b1's kind", "a2", "c1", "a3");
    }

    @Test
    void whatIsTrueOfSeveralRowsIsSaidOnce() {
        assertThat(kinds.each(row -> row.equals("a2") ? "no" : "yes")).isEqualTo("a1, b1's kind, c1 and a3 yes; a2 no");
    }

    @Test
    void aLabelNamesTwoRowsAndCountsMore() {
        assertThat(Kinds.label(List.of("a1", "b1"))).isEqualTo("a1 and b1");
        assertThat(Kinds.label(List.of("a1", "b1", "c1"))).isEqualTo("a1 and 2 like it");
    }
}
