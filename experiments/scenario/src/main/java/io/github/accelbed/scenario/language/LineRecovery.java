package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioParser;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * What the parser does about a line that is wrong: report it once, skip it and go on with the next one. Where the next
 * lines would only repeat the same mistake (no {@code run}, no {@code expect}), parsing ends.
 */
final class LineRecovery extends DefaultErrorStrategy {

    private final Problems problems;
    private final SyntaxMessages messages;
    private boolean oddHeader;

    LineRecovery(Problems problems) {
        this.problems = problems;
        this.messages = new SyntaxMessages(problems);
    }

    @Override
    public void reportError(Parser parser, RecognitionException e) {
        // Each rule reports what reaches it; here only the line's own rule does, in recover.
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new InputMismatchException(parser);
    }

    @Override
    public void recover(Parser parser, RecognitionException e) {
        switch (parser.getContext().getRuleIndex()) {
            case ScenarioParser.RULE_header, ScenarioParser.RULE_expectation -> {
                report(parser, e);
                skipLine(parser);
            }
            case ScenarioParser.RULE_stepLine -> recoverStep(parser, e);
            case ScenarioParser.RULE_par -> {
                report(parser, e);
                skipPar(parser);
            }
            case ScenarioParser.RULE_file -> {
                report(parser, e);
                throw new ParseCancellationException();
            }
            default -> throw e;
        }
    }

    @Override
    public void sync(Parser parser) {
        for (boolean skipped = false; ; skipped = true) {
            int next = parser.getInputStream().LA(1);
            if (parser.getATN()
                    .nextTokens(parser.getATN().states.get(parser.getState()))
                    .contains(next)) {
                return;
            }
            IntervalSet expected = parser.getExpectedTokens();
            if (expected.contains(next)) {
                return;
            }
            InputMismatchException mismatch = new InputMismatchException(parser);
            int rule = parser.getContext().getRuleIndex();
            boolean end = rule == ScenarioParser.RULE_file && endsFile(parser, expected);
            if (end && skipped && !expected.contains(ScenarioParser.RUN)) {
                throw new ParseCancellationException(); // no line of this section was right, and each was reported
            }
            if ((rule == ScenarioParser.RULE_file && !end)
                    || (rule == ScenarioParser.RULE_branch && !isStructure(next))) {
                report(parser, mismatch);
                oddHeader = parser.getInputStream().LA(2) == ScenarioParser.NL;
                skipLine(parser);
            } else {
                throw mismatch;
            }
        }
    }

    /** Whether nothing sensible can follow, because a section's own word or all of its lines are missing. */
    private boolean endsFile(Parser parser, IntervalSet expected) {
        int next = parser.getInputStream().LA(1);
        if (!expected.contains(ScenarioParser.RUN)) {
            return next == Token.EOF || (next == ScenarioParser.EXPECT && expected.contains(ScenarioParser.PAR));
        }
        boolean runIsMissing = next == Token.EOF
                || next == ScenarioParser.EXPECT
                || next == ScenarioParser.PAR
                || parser.getInputStream().LA(2) == ScenarioParser.COLON;
        if (runIsMissing && oddHeader) {
            throw new ParseCancellationException(); // the odd line was the misspelt `run`
        }
        return runIsMissing;
    }

    /** A line of one word is no step without a colon but a misspelt {@code expect}, {@code par}, {@code and} or {@code end}. */
    private void recoverStep(Parser parser, RecognitionException e) {
        Token first = parser.getContext().getStart();
        if (messages.reportHeaderAmongSteps(first, e)) {
            skipLine(parser);
            return;
        }
        boolean oneWord = parser.getCurrentToken().getType() == ScenarioParser.NL
                && parser.getTokenStream().LT(-1) == first;
        if (!oneWord) {
            report(parser, e);
            skipLine(parser);
            return;
        }
        boolean inBranch = parser.getRuleInvocationStack().contains("branch");
        String nearest = messages.reportSectionWord(first, inBranch);
        if ("expect".equals(nearest)) {
            throw new ParseCancellationException();
        }
        skipLine(parser);
    }

    private void report(Parser parser, RecognitionException e) {
        messages.report(parser, e);
        if (problems.isFull()) {
            throw new ParseCancellationException();
        }
    }

    private static boolean isStructure(int type) {
        return type == Token.EOF
                || type == ScenarioParser.RUN
                || type == ScenarioParser.PAR
                || type == ScenarioParser.AND
                || type == ScenarioParser.END
                || type == ScenarioParser.EXPECT;
    }

    private static void skipLine(Parser parser) {
        while (parser.getCurrentToken().getType() != ScenarioParser.NL
                && parser.getCurrentToken().getType() != Token.EOF) {
            parser.consume();
        }
        if (parser.getCurrentToken().getType() == ScenarioParser.NL) {
            parser.consume();
        }
    }

    /** To behind the {@code end} of this block, or to where the run ends. */
    private static void skipPar(Parser parser) {
        int depth = 1;
        while (depth > 0
                && parser.getCurrentToken().getType() != ScenarioParser.EXPECT
                && parser.getCurrentToken().getType() != Token.EOF) {
            int type = parser.getCurrentToken().getType();
            depth += type == ScenarioParser.PAR ? 1 : type == ScenarioParser.END ? -1 : 0;
            skipLine(parser);
        }
    }
}
