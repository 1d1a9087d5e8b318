package io.github.accelbed.app.cli;

import io.github.accelbed.explorer.text.PlainText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replies as a mail or, for a tracker, as markdown. Neither has more lines than a screen: what is long is cut, the scenario first, and says
 * where all of it is.
 */
final class ReplyText {
    static final int COLUMNS = 72;
    static final int LINES = 25;

    private static final int MOST_STEPS = 12;
    private static final int FEW_STEPS = 4;
    private static final int MOST_ROWS = 5;
    /** The verdict is what is read; the scenario gives way to it. */
    private static final int VERDICT = 7;

    private static final int SENTENCE = 3;
    private static final int SHORT = 2;
    private static final String IN = "  ";

    private final boolean markdown;

    ReplyText(boolean markdown) {
        this.markdown = markdown;
    }

    /** Replies, a blank line and a rule between them. */
    String of(Collection<ClaimReply> replies) {
        String between = markdown ? "\n---\n\n" : "-".repeat(COLUMNS) + "\n";
        return PlainText.lines(replies.stream()
                .map(reply -> String.join("\n", lines(reply)) + "\n")
                .collect(Collectors.joining(between)));
    }

    List<String> lines(ClaimReply reply) {
        List<String> head = new ArrayList<>(sentence(reply.verdict(), VERDICT));
        head.add("");
        head.addAll(said(reply));
        List<String> tail = new ArrayList<>();
        boolean facts = reply.table() == null;
        for (String fact : reply.facts()) {
            tail.addAll(sentence(fact, facts ? SENTENCE : SHORT));
        }
        if (!reply.saw().isEmpty()) {
            tail.addAll(sentence(reply.saw(), SENTENCE));
        }
        if (!reply.computed().isEmpty()) {
            tail.addAll(sentence(reply.computed(), SHORT));
        }
        List<String> again = sentence(reply.again(), SENTENCE);
        List<String> lines = new ArrayList<>(head);
        if (!reply.decided().isEmpty()) {
            lines.addAll(sentence(reply.decided(), SHORT));
        }
        ReleaseTable table = reply.table();
        if (table != null) {
            int left = LINES - lines.size() - tail.size() - again.size();
            int rows = Math.min(MOST_ROWS, table.rows().size());
            int wanted = Math.min(FEW_STEPS, reply.steps().size());
            while (rows > 1 && left - table(table, rows).size() - fence() < wanted) {
                rows--;
            }
            List<String> answers = table(table, rows);
            lines.addAll(steps(reply, Math.min(MOST_STEPS, left - answers.size() - fence())));
            lines.addAll(answers);
        }
        // Only facts, of which there can be many, ever take more than is left.
        lines.addAll(Paragraph.cut(tail, LINES - lines.size() - again.size(), COLUMNS));
        lines.addAll(again);
        return lines;
    }

    private int fence() {
        return markdown ? 2 : 0;
    }

    private List<String> sentence(String text, int most) {
        return Paragraph.cut(Paragraph.wrap("", "", escaped(text), COLUMNS), most, COLUMNS);
    }

    private List<String> said(ClaimReply reply) {
        String before = markdown ? "> " : IN;
        List<String> lines = new ArrayList<>();
        // A Message-Id is of use only as a whole.
        boolean id = reply.origin().startsWith("<");
        String where = id ? reply.origin() : Paragraph.fit("\"" + reply.origin(), COLUMNS - 4) + "\"";
        String origin = (markdown ? "`" + where.replace('`', '\'') + "`" : where) + ":";
        String who = Paragraph.fit(escaped(reply.who()), COLUMNS);
        if (who.length() + 1 + origin.length() <= COLUMNS) {
            lines.add(who + " " + origin);
        } else {
            lines.add(who);
            lines.add(origin);
        }
        lines.addAll(
                Paragraph.cut(Paragraph.wrap(before, before, escaped(reply.statement()), COLUMNS), SENTENCE, COLUMNS));
        if (markdown) {
            lines.add("");
        }
        return lines;
    }

    private List<String> steps(ClaimReply reply, int most) {
        if (reply.steps().isEmpty() || most < 1) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        List<String> steps = reply.steps();
        int kept = steps.size() <= most ? steps.size() : most - 1;
        // How it begins and how it ends: what decides is read last.
        int first = steps.size() <= most ? kept : kept / 2;
        steps.subList(0, first).forEach(step -> lines.add(step(step)));
        if (kept < steps.size()) {
            lines.add(step("... (" + (steps.size() - kept) + " more statements)"));
            steps.subList(steps.size() - (kept - first), steps.size()).forEach(step -> lines.add(step(step)));
        }
        if (markdown) {
            lines.add(0, "```");
            lines.add("```");
        }
        return lines;
    }

    private String step(String step) {
        return (markdown ? "" : IN + IN) + Paragraph.fit(step, COLUMNS - 2 * IN.length());
    }

    private List<String> table(ReleaseTable whole, int rows) {
        ReleaseTable table = whole.newest();
        List<Integer> widths = table.columns().stream()
                .map(column -> Math.max(column.length(), "yes".length()))
                .toList();
        int gap = markdown ? " | ".length() : IN.length();
        int label = COLUMNS
                - (markdown ? 4 : IN.length())
                - widths.stream().mapToInt(width -> width + gap).sum();
        List<String> lines = new ArrayList<>();
        String left = whole.columns().size() > table.columns().size() ? "newest releases" : "";
        lines.add(row(left.isEmpty() ? "is it so?" : "is it so? (" + left + ")", table.columns(), widths, label));
        if (markdown) {
            lines.add("|---".repeat(table.columns().size() + 1) + "|");
        }
        for (ReleaseTable.Row row : table.rows().subList(0, rows)) {
            lines.add(row(row.label(), row.answers(), widths, label));
        }
        int more = table.rows().size() - rows;
        if (more > 0) {
            lines.add(row("and " + more + (more == 1 ? " row" : " rows") + " more (--long)", null, widths, label));
        }
        if (markdown) {
            lines.add("");
        }
        return lines;
    }

    private String row(String label, @Nullable List<String> words, List<Integer> widths, int width) {
        StringBuilder line = new StringBuilder();
        String name = Paragraph.fit(markdown ? label.replace("|", "/") : label, width);
        line.append(markdown ? "| " : IN).append(name).append(markdown ? "" : " ".repeat(width - name.length()));
        for (int i = 0; i < widths.size(); i++) {
            String word = words == null ? "" : words.get(i);
            line.append(markdown ? " | " : IN)
                    .append(word)
                    .append(markdown ? "" : " ".repeat(widths.get(i) - word.length()));
        }
        return markdown ? line + " |" : line.toString().stripTrailing();
    }

    /** What markdown would read as its own, in words that people wrote. */
    private String escaped(String text) {
        return markdown ? text.replaceAll("([\\\\`*_<>\\[\\]|#])", "\\\\$1") : text;
    }
}
