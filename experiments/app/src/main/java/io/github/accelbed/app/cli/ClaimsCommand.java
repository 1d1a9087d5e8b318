package io.github.accelbed.app.cli;

import io.github.accelbed.claims.Ablations;
import io.github.accelbed.claims.Claim;
import io.github.accelbed.claims.Judgement;
import io.github.accelbed.claims.Ledger;
import io.github.accelbed.claims.LedgerEntries;
import io.github.accelbed.claims.LedgerRun;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
            paramLabel = "table|text|json",
            defaultValue = "TABLE",
            description = "A table, a reply of 72 columns for a mail, or JSON (default: table).")
    private Format format = Format.TABLE;

    @Option(
            names = "--ablate",
            description = "Judge each claim again without each mechanism of 'accelbed list mechanisms'.")
    private boolean ablate;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = out();
        PrintWriter err = err();
        List<Claim> claims = chosen();
        Vocabulary vocabulary = Selection.vocabulary();
        List<Scenario> scenarios = new ScenarioFiles(vocabulary).builtIn();
        LedgerRun run = new LedgerRun(
                scenarios,
                new ScenarioParser(vocabulary),
                RunSettings.defaults().withCosts(prices.table()));
        List<Judgement> judgements = run.judge(claims, List.of());
        Map<String, List<ClaimAblation>> ablations =
                ablate ? new Ablations(run).of(judgements, done -> err.println("accelbed: without " + done)) : Map.of();
        print(out, new LedgerEntries(scenarios, ablations).of(judgements));
        out.flush();
        List<String> broken = judgements.stream()
                .flatMap(judgement -> judgement.broken().stream())
                .toList();
        broken.forEach(line -> err.println("accelbed: evidence broke: " + line));
        return broken.isEmpty() ? ExitCode.OK : ExitCode.DIFFERS;
    }

    private void print(PrintWriter out, List<ClaimEntry> entries) {
        switch (format) {
            case TABLE -> new ClaimTable(out).print(entries);
            case TEXT -> out.print(ClaimMail.text(entries));
            case JSON -> out.print(new JsonWriter().json(entries));
        }
    }

    private List<Claim> chosen() {
        Ledger ledger = Ledger.builtIn();
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
