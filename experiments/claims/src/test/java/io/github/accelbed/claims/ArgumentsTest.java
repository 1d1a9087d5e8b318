package io.github.accelbed.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/arguments.md} leads from every argument of the mails to its claim, and every claim is an argument of a mail. */
final class ArgumentsTest {
    private static final Path PAGE = Path.of("../../docs/arguments.md");
    private static final Pattern ID = Pattern.compile("\\b00[0-4]-[0-9]+[a-z]?\\b");

    @Test
    void thePageNamesTheClaimsOfTheLedgerAndNoOther() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        Matcher id = ID.matcher(Files.readString(PAGE));
        while (id.find()) {
            named.add(id.group());
        }
        assertThat(named)
                .containsExactlyElementsOf(new TreeSet<>(Ledger.builtIn().ids()));
    }

    @Test
    void everyArgumentSaysWhatBecameOfIt() throws IOException {
        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.startsWith("|"))
                .allSatisfy(line -> assertThat(line.split("\\|", -1))
                        .hasSize(5)
                        .satisfies(cells -> assertThat(cells[3]).isNotBlank()));
    }
}
