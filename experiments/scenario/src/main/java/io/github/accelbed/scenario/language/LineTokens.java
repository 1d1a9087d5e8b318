package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioLexer;
import io.github.accelbed.scenario.grammar.ScenarioParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Turns a text into tokens line by line, as the grammar wants them: no blank lines, every line ended, and the token
 * PREFIXED before each expectation that has a colon. That token lets the grammar decide on one token what would
 * otherwise need the whole line.
 */
final class LineTokens {

    /** Brackets and negations on one line; the parser calls itself for each. */
    private static final int MAX_NESTING = 200;

    private final Problems problems;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Token> line = new ArrayList<>();
    private boolean expecting;

    private LineTokens(Problems problems) {
        this.problems = problems;
    }

    static List<Token> of(String text, Problems problems) {
        ScenarioLexer lexer = new ScenarioLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        LineTokens lines = new LineTokens(problems);
        for (Token token = lexer.nextToken(); ; token = lexer.nextToken()) {
            if (token.getType() == Token.EOF) {
                lines.endLine(copy(token, ScenarioLexer.NL));
                lines.tokens.add(token);
                return lines.tokens;
            }
            if (token.getType() == ScenarioLexer.NL) {
                lines.endLine(token);
            } else {
                lines.line.add(token);
            }
        }
    }

    private void endLine(Token end) {
        if (line.isEmpty()) {
            return;
        }
        Token first = line.get(0);
        if (expecting && line.stream().anyMatch(token -> token.getType() == ScenarioLexer.COLON)) {
            tokens.add(copy(first, ScenarioParser.PREFIXED));
        }
        if (line.size() == 1 && first.getType() == ScenarioLexer.EXPECT) {
            expecting = true;
        }
        long nesting = line.stream()
                .filter(token -> token.getType() == ScenarioLexer.LPAREN || token.getType() == ScenarioLexer.NOT)
                .count();
        if (nesting > MAX_NESTING) {
            problems.add(
                    first,
                    "a line with " + nesting + " opening brackets and negations",
                    "at most " + MAX_NESTING + " of them on a line");
        }
        tokens.addAll(line);
        tokens.add(end);
        line.clear();
    }

    private static Token copy(Token token, int type) {
        CommonToken copy = new CommonToken(token);
        copy.setType(type);
        return copy;
    }
}
