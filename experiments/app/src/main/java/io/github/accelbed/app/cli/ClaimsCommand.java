package io.github.accelbed.app.cli;

import com.google.common.collect.Maps;
import io.github.accelbed.claims.Ablations;
import io.github.accelbed.claims.Claim;
import io.github.accelbed.claims.Judgement;
import io.github.accelbed.claims.Ledger;
import io.github.accelbed.claims.LedgerEntries;
import io.github.accelbed.claims.LedgerException;
import io.github.accelbed.claims.LedgerRun;
import io.github.accelbed.claims.OwnLedger;
import io.github.accelbed.conformance.ConformanceRecord;
import io.github.accelbed.explorer.text.PlainText;
import io.github.accelbed.reports.data.JsonWriter;
import io.github.accelbed.reports.result.ClaimAblation;
import io.github.accelbed.reports.result.ClaimEntry;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.NearestWord;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.ScenarioParser;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.run.RunSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code accelbed claims}: the ledger with the verdicts that its evidence gives. */
@Command(
        name = "claims",
        mixinStandardHelpOptions = true,
        description = "Judge the arguments of the threads by running what they speak of.")
final class ClaimsCommand extends Subcommand {

    private enum Format {
        TABLE,
        TEXT,
        MARKDOWN,
        JSON
    }

    @Mixin
    private Prices prices = new Prices();

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Claims such as 004-2, or threads such as 004; all if none is given.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "table|text|markdown|json",
            defaultValue = "TABLE",
            description =
                    "A table, a reply for a mail (25 lines of 72 columns), the same in markdown, or JSON (default: table).")
    private Format format = Format.TABLE;

    @Option(names = "--long", description = "With --format text: all evidence and facts, not a reply.")
    private boolean all;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description =
                    "Judge the claims of this YAML file (docs/claims.md) instead of the built-in ones; it may name"
                            + " the scenarios of .scn files beside it.")
    private @Nullable Path file;

    @Option(
            names = "--ablate",
            description = "Judge each claim again without each mechanism of 'accelbed list mechanisms'.")
    private boolean ablate;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = out();
        PrintWriter err = err();
        if (all && format != Format.TEXT) {
            throw refused("'--long' goes with '--format text'");
        }
        OwnLedger source = source();
        List<Claim> claims = chosen(source.ledger());
        List<Scenario> scenarios = source.scenarios();
        LedgerRun run =
                new LedgerRun(scenarios, source.parser(), RunSettings.defaults().withCosts(prices.table()));
        List<Judgement> judgements = run.judge(claims, List.of());
        Map<String, List<ClaimAblation>> ablations =
                ablate ? new Ablations(run).of(judgements, done -> err.println("accelbed: without " + done)) : Map.of();
        print(out, new LedgerEntries(scenarios, ablations).of(judgements), scenarios);
        out.flush();
        List<String> broken = judgements.stream()
                .flatMap(judgement -> judgement.broken().stream())
                .toList();
        broken.forEach(line -> err.println("accelbed: evidence broke: " + line));
        return broken.isEmpty() ? ExitCode.OK : ExitCode.DIFFERS;
    }

    private void print(PrintWriter out, List<ClaimEntry> entries, List<Scenario> scenarios) {
        switch (format) {
            case TABLE -> {
                ClaimTable table = new ClaimTable(out);
                if (ids.isEmpty() && file == null) {
                    table.news(Ledger.news());
                }
                table.print(entries);
            }
            case TEXT -> out.print(all ? PlainText.lines(ClaimMail.text(entries)) : replies(entries, scenarios, false));
            case MARKDOWN -> out.print(replies(entries, scenarios, true));
            case JSON -> out.print(new JsonWriter().json(entries));
        }
    }

    private String replies(List<ClaimEntry> entries, List<Scenario> scenarios, boolean markdown) {
        Map<String, Scenario> byName = Maps.uniqueIndex(scenarios, Scenario::name);
        ConformanceRecord record = ConformanceRecord.builtIn();
        String ledger = file == null ? "" : " --ledger " + file.getFileName();
        return new ReplyText(markdown)
                .of(entries.stream()
                        .map(entry -> ClaimReply.of(entry, byName, record, ledger))
                        .toList());
    }

    private OwnLedger source() throws IOException {
        if (file == null) {
            Vocabulary vocabulary = Selection.vocabulary();
            return new OwnLedger(
                    Ledger.builtIn(), new ScenarioFiles(vocabulary).builtIn(), new ScenarioParser(vocabulary));
        }
        try {
            return OwnLedger.read(file);
        } catch (LedgerException e) {
            throw new ParameterException(line(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<Claim> chosen(Ledger ledger) {
        if (ids.isEmpty()) {
            return ledger.claims();
        }
        Set<Claim> chosen = new LinkedHashSet<>();
        for (String id : ids) {
            List<Claim> found = ledger.claims().stream()
                    .filter(claim -> claim.id().equals(id) || claim.thread().equals(id))
                    .toList();
            if (found.isEmpty()) {
                throw refused("'" + id + "' is no claim" + NearestWord.hint(id, ledger.ids()));
            }
            chosen.addAll(found);
        }
        return List.copyOf(chosen);
    }
}
