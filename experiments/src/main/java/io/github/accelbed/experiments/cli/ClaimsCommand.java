package io.github.accelbed.experiments.cli;

import io.github.accelbed.experiments.builtin.ScenarioFiles;
import io.github.accelbed.experiments.claims.Claim;
import io.github.accelbed.experiments.claims.Judgement;
import io.github.accelbed.experiments.claims.Ledger;
import io.github.accelbed.experiments.claims.LedgerRun;
import io.github.accelbed.experiments.language.ScenarioParser;
import io.github.accelbed.experiments.language.Vocabulary;
import io.github.accelbed.experiments.run.RunSettings;
import io.github.accelbed.reports.result.ClaimVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code accelbed claims}: the ledger with the verdicts that its evidence gives. */
@Command(
        name = "claims",
        mixinStandardHelpOptions = true,
        description = "Judge the arguments of the threads by running what they speak of.")
final class ClaimsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Prices prices = new Prices();

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Claims such as 004-2, or threads such as 004; all if none is given.")
    private List<String> ids = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException();
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Claim> claims = chosen(spec.commandLine());
        Vocabulary vocabulary = Selection.vocabulary();
        List<Judgement> judgements = new LedgerRun(
                        new ScenarioFiles(vocabulary).builtIn(),
                        new ScenarioParser(vocabulary),
                        RunSettings.defaults().withCosts(prices.table()))
                .judge(claims, List.of());
        boolean broken = false;
        for (Judgement judgement : judgements) {
            out.println(judgement.claim().id() + "  " + judgement.claim().statement());
            for (ClaimVerdict verdict : judgement.verdicts()) {
                out.printf(
                        Locale.ROOT,
                        "    %-14s %-12s %s%n",
                        verdict.scope(),
                        verdict.verdict().text(),
                        verdict.reason());
            }
            for (String line : judgement.broken()) {
                err.println("accelbed: broken: " + line);
                broken = true;
            }
        }
        out.flush();
        return broken ? ExitCode.DIFFERS : ExitCode.OK;
    }

    private List<Claim> chosen(CommandLine commandLine) {
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
                throw new CommandLine.ParameterException(
                        commandLine, "'" + id + "' is no claim" + Selection.hint(id, ledger.ids()));
            }
            chosen.addAll(found);
        }
        return List.copyOf(chosen);
    }
}
