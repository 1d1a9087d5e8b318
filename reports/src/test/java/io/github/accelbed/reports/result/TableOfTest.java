package io.github.accelbed.reports.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableOfTest {

    @Test
    void eachThingIsARowAndEachColumnSaysItsValue() {
        DataTable table = new TableOf<>("words", List.of("pin", "unmap"))
                .column("word", word -> word)
                .column("length", "letters", String::length)
                .table();

        assertThat(table.name()).isEqualTo("words");
        assertThat(table.columns()).containsExactly(Column.of("word"), Column.of("length", "letters"));
        assertThat(table.rows()).containsExactly(List.of("pin", 3), List.of("unmap", 5));
    }

    @Test
    void nothingToSpeakOfIsATableWithoutRows() {
        assertThat(new TableOf<String>("words", List.of())
                        .column("word", word -> word)
                        .table()
                        .rows())
                .isEmpty();
    }

    @Test
    void aTableWithoutColumnsIsRefused() {
        assertThatThrownBy(() -> new TableOf<>("words", List.of("pin")).table())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
