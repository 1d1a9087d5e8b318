package io.github.accelbed.model.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CostTableTest {
    private static final CostTable DEFAULTS = CostTable.defaults();

    private static CostTable with(String... rows) {
        return DEFAULTS.with("my.csv", CostTable.HEADER + "\n" + String.join("\n", rows));
    }

    @ParameterizedTest
    @EnumSource(Cost.class)
    void everyPriceHasASource(Cost cost) {
        assertThat(DEFAULTS.entry(cost).cost()).isEqualTo(cost);
        assertThat(DEFAULTS.entry(cost).source()).isNotBlank();
        assertThat(DEFAULTS.ps(cost)).isNotNegative();
    }

    @ParameterizedTest
    @EnumSource(Cost.class)
    void whatNobodyMeasuredOrOnlyAnotherQuotesIsNotVerified(Cost cost) {
        CostEntry entry = DEFAULTS.entry(cost);
        assertThat(entry.verified())
                .as(entry.source())
                .isEqualTo(!entry.source().matches("(estimate|assumption|second-hand).*"));
    }

    @Test
    void onlyWhatIsIncludedElsewhereMustBeFree() {
        assertThat(DEFAULTS.ps(Cost.INCLUDED)).isZero();
    }

    @Test
    void aUsersFileReplacesSingleRows() {
        CostTable changed = with("# mine", "", "iotlb-hit,1.125,\"measured, here\",yes", "dma-page,0,estimate,no");
        assertThat(changed.ps(Cost.IOTLB_HIT)).isEqualTo(1125);
        assertThat(changed.entry(Cost.IOTLB_HIT).source()).isEqualTo("measured, here");
        assertThat(changed.entry(Cost.IOTLB_HIT).verified()).isTrue();
        assertThat(changed.ps(Cost.DMA_PAGE)).isZero();
        assertThat(changed.ps(Cost.SYSCALL)).isEqualTo(DEFAULTS.ps(Cost.SYSCALL));
        assertThat(DEFAULTS.entry(Cost.IOTLB_HIT).source()).isNotEqualTo("measured, here");
    }

    @Test
    void linesMayEndAsOnWindows() {
        CostTable changed = DEFAULTS.with("my.csv", CostTable.HEADER + "\r\niotlb-hit,2,x,no\r\n");
        assertThat(changed.ps(Cost.IOTLB_HIT)).isEqualTo(2000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iotlb-hit,1,x                | my.csv:2: found 3 cells, expected 4: cost,ns,source,verified",
                "iotlb-hit,1,a,b,yes          | my.csv:2: found 5 cells, expected 4: cost,ns,source,verified",
                "iotlb-hitt,1,x,yes           | my.csv:2: 'iotlb-hitt' is no cost; 'accelbed list costs' names them all",
                "IOTLB_HIT,1,x,yes            | my.csv:2: 'IOTLB_HIT' is no cost; 'accelbed list costs' names them all",
                "iotlb-hit,1,x,maybe          | my.csv:2: found 'maybe', expected yes or no",
                "iotlb-hit,1,\"x,yes          | my.csv:2: a quotation mark is not closed",
                "iotlb-hit,-1,x,yes | my.csv:2: '-1' is no number of nanoseconds from 0 to 1000000000000 with at most three decimals",
                "iotlb-hit,1e3,x,yes | my.csv:2: '1e3' is no number of nanoseconds from 0 to 1000000000000 with at most three decimals",
                "iotlb-hit,1.0001,x,yes | my.csv:2: '1.0001' is no number of nanoseconds from 0 to 1000000000000 with at most three decimals",
                "iotlb-hit,1000000000001,x,yes | my.csv:2: '1000000000001' is no number of nanoseconds from 0 to 1000000000000 with at most three decimals",
                "iotlb-hit,,x,yes | my.csv:2: '' is no number of nanoseconds from 0 to 1000000000000 with at most three decimals"
            })
    void aMalformedRowIsNamedByFileAndLine(String row, String message) {
        assertThatThrownBy(() -> with(row))
                .isInstanceOf(CostFileException.class)
                .hasMessage(message);
    }

    @Test
    void aRowThatStandsTwiceIsNamedWhereItComesBack() {
        assertThatThrownBy(() -> with("iotlb-hit,1,x,yes", "# between", "iotlb-hit,2,x,yes"))
                .hasMessage("my.csv:4: 'iotlb-hit' stands twice");
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "'cost;ns', 'cost;ns'", "' cost,ns,source ', 'cost,ns,source'"})
    void aFileWithoutTheHeaderIsRefused(String text, String found) {
        assertThatThrownBy(() -> DEFAULTS.with("my.csv", text))
                .hasMessage("my.csv:1: found '" + found + "', expected the header 'cost,ns,source,verified'");
    }
}
