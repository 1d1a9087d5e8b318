package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/**
 * Words for what the grammar did not accept. What was expected is read off the grammar itself: the rules that could
 * begin at the place of the error are called by the names below, other tokens by their spelling.
 */
final class SyntaxMessages {

    /** A kernel of a list. */
    static final String RELEASE = "a kernel such as 5.9 or 6.1.176, a range such as 5.9..5.18 or 'all'";

    private static final Map<Integer, String> RULES = Map.ofEntries(
            Map.entry(ScenarioParser.RULE_header, "a header"),
            Map.entry(ScenarioParser.RULE_statement, "a step such as 'A: read buf -> r0'"),
            Map.entry(ScenarioParser.RULE_stepLine, "a step such as 'A: read buf -> r0'"),
            Map.entry(ScenarioParser.RULE_step, "the word of a step"),
            Map.entry(ScenarioParser.RULE_advice, "an advice"),
            Map.entry(ScenarioParser.RULE_value, "a number or a text in double quotes"),
            Map.entry(ScenarioParser.RULE_expectation, "an expectation such as 'vfio: r0 = 1'"),
            Map.entry(ScenarioParser.RULE_condition, "a condition"),
            Map.entry(ScenarioParser.RULE_negation, "a condition"),
            Map.entry(ScenarioParser.RULE_comparator, "one of = != < <= > >="),
            Map.entry(ScenarioParser.RULE_operand, "a register, a literal or a counter"),
            Map.entry(ScenarioParser.RULE_release, RELEASE),
            Map.entry(ScenarioParser.RULE_freeName, "the scenario's name"),
            Map.entry(ScenarioParser.RULE_claimId, "a claim id such as 004-2"),
            Map.entry(ScenarioParser.RULE_backendName, "a backend"),
            Map.entry(ScenarioParser.RULE_deviceName, "a device"),
            Map.entry(ScenarioParser.RULE_mechanismName, "a mechanism"),
            Map.entry(ScenarioParser.RULE_processName, "a process"),
            Map.entry(ScenarioParser.RULE_bufferName, "a buffer"),
            Map.entry(ScenarioParser.RULE_queueName, "a queue"),
            Map.entry(ScenarioParser.RULE_callee, "a queue, or root's device"),
            Map.entry(ScenarioParser.RULE_callName, "the call's name"),
            Map.entry(ScenarioParser.RULE_referenceName, "a page reference"),
            Map.entry(ScenarioParser.RULE_mdevName, "an mdev"),
            Map.entry(ScenarioParser.RULE_fileName, "a file's name"),
            Map.entry(ScenarioParser.RULE_registerName, "a register"),
            Map.entry(ScenarioParser.RULE_argument, "a process, queue or device"),
            Map.entry(ScenarioParser.RULE_name, "a name"));

    private static final Map<Integer, String> TOKENS = Map.of(
            Token.EOF, "the end of the file",
            ScenarioParser.NL, "the end of the line",
            ScenarioParser.INT, "a number",
            ScenarioParser.SIZE, "a size such as 64K",
            ScenarioParser.STRING, "a text in double quotes",
            ScenarioParser.VERSION, "a kernel version such as 5.9",
            ScenarioParser.RANGE, "a range of versions such as 5.9..5.18");

    private static final Set<Integer> HEADERS = Set.of(
            ScenarioParser.SCENARIO,
            ScenarioParser.TITLE,
            ScenarioParser.CLAIM,
            ScenarioParser.KERNEL,
            ScenarioParser.BACKEND,
            ScenarioParser.DEVICE,
            ScenarioParser.LIMIT,
            ScenarioParser.EXPLORE,
            ScenarioParser.WITHOUT);

    private final Problems problems;

    SyntaxMessages(Problems problems) {
        this.problems = problems;
    }

    void report(Parser parser, RecognitionException e) {
        Token token = e.getOffendingToken();
        IntervalSet expected = new IntervalSet(e.getExpectedTokens());
        List<String> words = new ArrayList<>();
        Set<String> near = new LinkedHashSet<>();
        boolean namesAreFree = expected.contains(ScenarioParser.WORD);
        for (int rule : expectedRules(parser.getATN(), e, token)) {
            IntervalSet first = parser.getATN().nextTokens(parser.getATN().ruleToStartState[rule]);
            if (!namesAreFree) {
                literals(first).forEach(near::add);
            }
            expected = expected.subtract(first);
            words.add(RULES.get(rule));
        }
        for (int type : expected.toList()) {
            if (type != ScenarioParser.PREFIXED) {
                words.add(TOKENS.getOrDefault(type, ScenarioParser.VOCABULARY.getDisplayName(type)));
            }
        }
        literals(expected).forEach(near::add);
        String spelling = spelling(token);
        boolean isWord = ScenarioParser.VOCABULARY.getLiteralName(token.getType()) == null;
        problems.add(
                Problems.at(token),
                found(token, spelling, namesAreFree),
                join(words) + (nests(token, e) ? " (branches do not nest)" : ""),
                isWord ? NearestWord.of(spelling, near) : null);
    }

    private static boolean nests(Token token, RecognitionException e) {
        return token.getType() == ScenarioParser.PAR
                && e.getCtx() instanceof ParserRuleContext ctx
                && ctx.getRuleIndex() == ScenarioParser.RULE_branch;
    }

    /** A line such as {@code kernel 5.9} behind {@code run}; it is shaped like a step until its colon is missing. */
    boolean reportHeaderAmongSteps(Token first, RecognitionException e) {
        boolean header = HEADERS.contains(first.getType())
                && e.getExpectedTokens() != null
                && e.getExpectedTokens().contains(ScenarioParser.COLON);
        if (header) {
            problems.add(
                    first, "the header " + Problems.quoted(first.getText()) + " among the steps", "it before 'run'");
        }
        return header;
    }

    /** A line of one word among the steps. */
    @Nullable
    String reportSectionWord(Token word, boolean inBranch) {
        List<String> sections = inBranch ? List.of("and", "end") : List.of("par", "expect");
        String nearest = NearestWord.of(word.getText(), sections);
        problems.add(
                Problems.at(word),
                Problems.quoted(word.getText()),
                "a step such as 'A: read buf -> r0', '" + sections.get(0) + "' or '" + sections.get(1) + "'",
                nearest);
        return nearest;
    }

    private static List<String> literals(IntervalSet types) {
        return types.toList().stream()
                .map(ScenarioParser.VOCABULARY::getLiteralName)
                .filter(literal -> literal != null && Character.isLetter(literal.charAt(1)))
                .map(literal -> literal.substring(1, literal.length() - 1))
                .toList();
    }

    /** The named rules that could begin at the error; only the outermost one if the parser is already inside it. */
    private static Set<Integer> expectedRules(ATN atn, RecognitionException e, Token token) {
        int begun = -1;
        for (RuleContext c = e.getCtx(); c instanceof ParserRuleContext p && p.getStart() == token; c = c.parent) {
            begun = RULES.containsKey(p.getRuleIndex()) ? p.getRuleIndex() : begun;
        }
        if (begun >= 0) {
            return Set.of(begun);
        }
        Set<Integer> rules = new LinkedHashSet<>();
        collect(atn, atn.states.get(e.getOffendingState()), e.getCtx(), new HashSet<>(), rules);
        return rules;
    }

    private static void collect(
            ATN atn, ATNState state, @Nullable RuleContext ctx, Set<ATNState> seen, Set<Integer> rules) {
        if (!seen.add(state)) {
            return;
        }
        if (state instanceof RuleStopState) {
            if (ctx != null && ctx.invokingState >= 0) {
                RuleTransition call =
                        (RuleTransition) atn.states.get(ctx.invokingState).transition(0);
                collect(atn, call.followState, ctx.parent, seen, rules);
            }
            return;
        }
        for (Transition transition : state.getTransitions()) {
            if (transition instanceof RuleTransition call && RULES.containsKey(call.target.ruleIndex)) {
                rules.add(call.target.ruleIndex);
            } else if (transition instanceof RuleTransition call) {
                collect(atn, call.target, new RuleContext(ctx, state.stateNumber), seen, rules);
            } else if (transition.isEpsilon()) {
                collect(atn, transition.target, ctx, seen, rules);
            }
        }
    }

    /** The token's text; with what hangs on to a word or number (as in v5.9), for that is what the user wrote. */
    private static String spelling(Token token) {
        String text = token.getText();
        int type = token.getType();
        if (type == Token.EOF || text.isEmpty() || !Character.isLetterOrDigit(text.charAt(0))) {
            return text;
        }
        int end = token.getStopIndex();
        int size = token.getInputStream().size();
        String rest = token.getInputStream().getText(Interval.of(end + 1, Math.min(size - 1, end + 20)));
        int i = 0;
        while (i + 1 < rest.length() && rest.charAt(i) == '.' && Character.isLetterOrDigit(rest.charAt(i + 1))) {
            i++;
            while (i < rest.length() && Character.isLetterOrDigit(rest.charAt(i))) {
                i++;
            }
        }
        return text + rest.substring(0, i);
    }

    private static String found(Token token, String spelling, boolean namesAreFree) {
        String known = TOKENS.get(token.getType());
        return switch (token.getType()) {
            case Token.EOF, ScenarioParser.NL -> String.valueOf(known);
            case ScenarioParser.STRING -> "the text " + Problems.cut(spelling);
            case ScenarioParser.OPEN_STRING -> "the text " + Problems.cut(spelling) + " without its closing quote";
            case ScenarioParser.OTHER -> character(spelling.codePointAt(0));
            default ->
                (namesAreFree && Character.isLetter(spelling.charAt(0)) ? "the reserved word " : "")
                        + Problems.quoted(spelling);
        };
    }

    private static String character(int c) {
        boolean visible = Character.isLetterOrDigit(c) || (c > ' ' && c < 127);
        return "the character " + (visible ? "'" + Character.toString(c) + "'" : String.format("U+%04X", c));
    }

    private static String join(List<String> words) {
        List<String> distinct = words.stream().distinct().toList();
        int last = distinct.size() - 1;
        return last < 1
                ? String.join("", distinct)
                : String.join(", ", distinct.subList(0, last)) + " or " + distinct.get(last);
    }
}
