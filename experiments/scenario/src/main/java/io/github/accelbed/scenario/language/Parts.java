package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioParser.PageContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.RangeContext;
import io.github.accelbed.scenario.grammar.ScenarioParser.ValueContext;
import io.github.accelbed.scenario.language.Names.Kind;
import io.github.accelbed.scenario.language.Names.Name;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Value;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads what steps and expectations are made of and what depends on the names they know: pages, values, devices. */
final class Parts {

    private final Problems problems;
    private final Readers readers;
    private final Names names;
    private final List<String> devices;

    Parts(Problems problems, Names names, List<DeclaredDevice> devices) {
        this.problems = problems;
        this.readers = new Readers(problems);
        this.names = names;
        this.devices = devices.stream().map(DeclaredDevice::kind).toList();
    }

    /** The page of a read or write: a page reference has none, everybody else must say which. */
    PageRef page(@Nullable PageContext ctx, Token step, Actor actor) {
        if (ctx == null) {
            if (actor.kind() == Actor.Kind.PROCESS || actor.kind() == Actor.Kind.QUEUE) {
                problems.add(
                        step,
                        Problems.quoted(step.getText()) + " without an address",
                        "the buffer or page; only a page reference knows its page");
            }
            return new PageRef(new BufferName(""), 0);
        }
        if (actor.kind() == Actor.Kind.REFERENCE) {
            problems.add(
                    ctx.getStart(),
                    "the address " + Problems.quoted(ctx.getText()),
                    "none: " + Problems.quoted(actor.name()) + " is a page reference and stands for its page");
        }
        Name buffer = names.use(ctx.bufferName(), Kind.BUFFER);
        return new PageRef(
                new BufferName(ctx.bufferName().getText()),
                ctx.INT() == null ? 0 : index(ctx.INT().getSymbol(), buffer));
    }

    /** Pages of a buffer; the bare name is all of them. */
    PageRange range(RangeContext ctx) {
        Name buffer = names.use(ctx.bufferName(), Kind.BUFFER);
        BufferName name = new BufferName(ctx.bufferName().getText());
        List<TerminalNode> ends = ctx.INT();
        if (ends.isEmpty()) {
            return new PageRange(name, 0, buffer == null ? 0 : buffer.pages() - 1);
        }
        int first = index(ends.get(0).getSymbol(), buffer);
        int last = ends.size() == 1 ? first : index(ends.get(1).getSymbol(), buffer);
        if (last < first) {
            problems.add(
                    ends.get(0).getSymbol(),
                    "the empty range '" + first + ".." + last + "'",
                    "the lower page first: " + last + ".." + first);
            return new PageRange(name, last, first);
        }
        return new PageRange(name, first, last);
    }

    private int index(Token token, @Nullable Name buffer) {
        return buffer == null
                ? readers.integer(token, 0, Scenario.MAX_PAGES - 1, "a page")
                : readers.integer(token, 0, buffer.pages() - 1, "a page of " + buffer.text());
    }

    Value value(ValueContext ctx) {
        return ctx.INT() != null
                ? new IntegerValue(readers.integer(ctx.INT().getSymbol()))
                : readers.textValue(ctx.STRING().getSymbol());
    }

    /** A device that the scenario has. */
    String device(Token token) {
        if (!devices.contains(token.getText())) {
            problems.unknown(token, "a device of this scenario (" + String.join(", ", devices) + ")", devices);
        }
        return token.getText();
    }
}
