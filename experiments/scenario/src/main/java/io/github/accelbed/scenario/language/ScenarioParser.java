package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.grammar.ScenarioParser.BranchContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.FileContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.StatementContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.StepLineContext;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Reads scenarios. The shape of every line comes from the grammar ({@code Scenario.g4}); names, ranges and who may take
 * which step are checked after it, and only if the shape is right, so that one mistake does not become many messages.
 */
public final class ScenarioParser {

    /** The largest file, in bytes of UTF-8: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    /** How many problems of one file are reported. */
    public static final int MAX_PROBLEMS = 100;

    private final Vocabulary vocabulary;

    /**
     * A parser that knows certain words.
     *
     * @param vocabulary backends, claims, mechanisms and devices
     */
    public ScenarioParser(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Reads the bytes of a file.
     *
     * @param file the name of the file, for messages
     * @param utf8 its content
     * @return the scenario
     * @throws ScenarioSyntaxException if the bytes are not UTF-8 or the text is no scenario
     */
    public Scenario parse(String file, byte[] utf8) {
        checkSize(file, utf8.length);
        CharBuffer text = CharBuffer.allocate(utf8.length);
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(bytes, text, true);
        text.flip();
        if (result.isError()) {
            Problems problems = new Problems(file);
            String found = String.format("the byte 0x%02X, which is not UTF-8", bytes.get(bytes.position()));
            problems.add(endOf(text.toString()), found, "UTF-8", null);
            problems.throwIfAny();
        }
        return parse(file, text.toString());
    }

    /**
     * Reads a text.
     *
     * @param file the name of the file, for messages
     * @param text its content
     * @return the scenario
     * @throws ScenarioSyntaxException if the text is no scenario
     */
    public Scenario parse(String file, String text) {
        checkSize(file, text.getBytes(StandardCharsets.UTF_8).length);
        Problems problems = new Problems(file);
        List<Token> tokens = LineTokens.of(text.startsWith("\uFEFF") ? text.substring(1) : text, problems);
        problems.throwIfAny();
        CommonTokenStream stream = new CommonTokenStream(new ListTokenSource(tokens));
        FileContext tree = tree(stream, problems);
        problems.throwIfAny();
        return scenario(file, text, tree, stream, problems);
    }

    /**
     * Reads a condition on a scenario's outcomes that does not stand in its text, as if it were the last of its expectations.
     *
     * @param scenario which was read from a text
     * @param condition an expectation, one line
     * @return the expectation
     * @throws ScenarioSyntaxException if the condition is none, or names what the scenario does not have; the place is the line after
     *     the scenario's last
     */
    public Expectation ask(Scenario scenario, String condition) {
        String line = condition.strip().replace('\n', ' ');
        Scenario with = parse(scenario.file(), scenario.text().stripTrailing() + "\n  " + line + "\n");
        if (with.expectations().size() != scenario.expectations().size() + 1) {
            throw new IllegalArgumentException("not one condition: " + condition);
        }
        return with.expectations().get(with.expectations().size() - 1);
    }

    private static void checkSize(String file, int bytes) {
        if (bytes > MAX_BYTES) {
            Problems problems = new Problems(file);
            problems.add(
                    new Position(1, 1),
                    "a file of more than " + MAX_BYTES + " bytes",
                    "at most " + MAX_BYTES + " (1 MiB)",
                    null);
            problems.throwIfAny();
        }
    }

    private static Position endOf(String text) {
        int lineStart = text.lastIndexOf('\n') + 1;
        int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
        return new Position(line, text.codePointCount(lineStart, text.length()) + 1);
    }

    private static FileContext tree(CommonTokenStream stream, Problems problems) {
        var parser = new io.github.accelbed.scenario.grammar.ScenarioParser(stream);
        parser.removeErrorListeners();
        parser.setErrorHandler(new LineRecovery(problems));
        try {
            return parser.file();
        } catch (ParseCancellationException e) {
            problems.throwIfAny();
            throw new IllegalStateException("parsing ended without a problem", e);
        }
    }

    private Scenario scenario(String file, String text, FileContext tree, CommonTokenStream stream, Problems problems) {
        HeaderReader headers = new HeaderReader(problems, vocabulary);
        headers.read(tree.header(), tree.RUN().getSymbol());
        Names names = new Names(problems);
        StepReader steps = new StepReader(problems, names, headers.devices());
        List<Statement> statements = new ArrayList<>();
        for (StatementContext statement : tree.statement()) {
            statements.add(statement(statement, steps, names, problems));
        }
        ExpectationReader reader = new ExpectationReader(problems, names, headers.devices(), vocabulary, stream);
        List<Expectation> expectations =
                tree.expectation().stream().map(reader::read).toList();
        problems.throwIfAny();
        Scenario scenario = new Scenario(
                file,
                text,
                headers.name,
                headers.title,
                headers.claims,
                headers.kernels,
                headers.backends,
                headers.devices(),
                headers.limits(),
                headers.exploration(),
                headers.ablations,
                statements,
                expectations,
                List.of());
        return scenario.withWarnings(warnings(scenario));
    }

    private static Statement statement(StatementContext ctx, StepReader steps, Names names, Problems problems) {
        if (ctx.stepLine() != null) {
            return steps.read(ctx.stepLine());
        }
        List<List<Step>> branches = new ArrayList<>();
        for (BranchContext branch : ctx.par().branch()) {
            names.enterBranch();
            List<Step> list = new ArrayList<>();
            for (StepLineContext line : branch.stepLine()) {
                list.add(steps.read(line));
            }
            branches.add(list);
        }
        names.leavePar();
        TerminalNode count = ctx.par().INT();
        int preempt = count == null
                ? 0
                : new Readers(problems).integer(count.getSymbol(), 1, ParBlock.MAX_PREEMPT, "a number of steps");
        return new ParBlock(Problems.at(ctx.getStart()), preempt, branches);
    }

    private static List<Problem> warnings(Scenario scenario) {
        Problems warnings = new Problems(scenario.file());
        for (Expectation expectation : scenario.expectations()) {
            if (!speaksForACell(expectation, scenario)) {
                warnings.add(
                        expectation.at(),
                        "a prefix that matches no cell",
                        "one of the backends " + String.join(", ", scenario.cellBackends()) + " on one of the kernels "
                                + String.join(
                                        ", ",
                                        scenario.kernels().stream()
                                                .map(KernelVersion::toString)
                                                .toList()),
                        null);
            }
        }
        return warnings.sorted();
    }

    private static boolean speaksForACell(Expectation expectation, Scenario scenario) {
        return scenario.cellBackends().stream()
                .anyMatch(backend ->
                        scenario.kernels().stream().anyMatch(kernel -> expectation.speaksFor(backend, kernel)));
    }
}
