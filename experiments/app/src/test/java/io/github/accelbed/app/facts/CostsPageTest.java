package io.github.accelbed.app.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.cost.CostEntry;
import io.github.accelbed.model.cost.CostTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docs/facts/costs.md says of each price what costs.csv says. */
class CostsPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "facts", "costs.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| <a id=\"costs-([a-z0-9-]+)\"></a>`\\1` \\| (\\S+)(?: (ns|us|ms))? \\| ([^|]+) \\| ([^|]+) \\|.*\\|$",
            Pattern.MULTILINE);
    private static final Set<String> VERIFIED = Set.of("measured here", "published", "derived", "source", "none");
    private static final Set<String> NOT_VERIFIED = Set.of("second-hand", "assumption", "estimate");

    private static final CostTable COSTS = CostTable.defaults();

    @Test
    void everyPriceHasItsRow() throws IOException {
        List<String> rows = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            rows.add(String.join(" | ", row.group(1), nanoseconds(row.group(2), row.group(3)), row.group(5)));
        }
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Cost.values()).map(CostsPageTest::row).toList());
    }

    @Test
    void aPriceIsVerifiedIfItsKindIs() throws IOException {
        Map<String, String> kinds = ROW.matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(4)));
        for (Cost cost : Cost.values()) {
            Set<String> allowed = COSTS.entry(cost).verified() ? VERIFIED : NOT_VERIFIED;
            assertThat(allowed).as(cost.key()).contains(kinds.get(cost.key()));
        }
    }

    private static String row(Cost cost) {
        CostEntry entry = COSTS.entry(cost);
        return String.join(" | ", cost.key(), nanoseconds(Double.toString(entry.ns()), "ns"), entry.source());
    }

    private static String nanoseconds(String figure, @Nullable String unit) {
        int power = "us".equals(unit) ? 3 : "ms".equals(unit) ? 6 : 0;
        return new BigDecimal(figure)
                .scaleByPowerOfTen(power)
                .stripTrailingZeros()
                .toPlainString();
    }
}
