package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.language.term.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * The names a run introduces, one name space for all kinds. A name that one branch of a {@code par} introduces is known
 * in that branch and after the block.
 */
final class Names {

    /** What a name can stand for. */
    enum Kind {
        PROCESS("process", "fork, vfork and clone introduce one"),
        BUFFER("buffer", "mmap and mremap introduce one"),
        QUEUE("queue", "open and dup introduce one"),
        REFERENCE("page reference", "pin and get introduce one"),
        MDEV("mdev", "create-mdev introduces one"),
        REGISTER("register", "'-> r' binds one");

        final String word;
        final String introducedBy;

        Kind(String word, String introducedBy) {
            this.word = word;
            this.introducedBy = introducedBy;
        }
    }

    /** A name: {@code branch} is that of the open {@code par} that introduced it, or 0; {@code pages} is a buffer's size. */
    record Name(String text, Kind kind, Position at, int branch, int pages) {

        private Name open() {
            return new Name(text, kind, at, 0, pages);
        }

        private String where() {
            return at.line() == 0 ? "there from the start" : "of line " + at.line();
        }
    }

    private final Problems problems;
    private final Map<String, Name> names = new LinkedHashMap<>();
    private int branch;

    Names(Problems problems) {
        this.problems = problems;
        names.put("A", new Name("A", Kind.PROCESS, Position.NONE, 0, 0));
    }

    void enterBranch() {
        branch++;
    }

    void leavePar() {
        branch = 0;
        names.replaceAll((text, name) -> name.open());
    }

    @Nullable
    Name find(String text) {
        return names.get(text);
    }

    List<String> known(Kind kind) {
        return names.values().stream()
                .filter(name -> name.kind == kind && isVisible(name))
                .map(Name::text)
                .toList();
    }

    /** Introduces a name; if it is taken, that is a problem and the first meaning stays. */
    String introduce(ParserRuleContext ctx, Kind kind, int pages) {
        Token token = ctx.getStart();
        String text = token.getText();
        Name taken = names.get(text);
        boolean capital = Character.isUpperCase(text.charAt(0));
        if (taken != null) {
            problems.add(
                    token,
                    Problems.quoted(text) + ", which is already the " + taken.kind.word + " " + taken.where(),
                    "a new name for a " + kind.word);
        } else if (kind == Kind.PROCESS && !capital) {
            problems.add(token, Problems.quoted(text), "a process's name, with a capital first letter");
        } else if ((kind == Kind.QUEUE || kind == Kind.REFERENCE) && capital) {
            problems.add(token, Problems.quoted(text), "a " + kind.word + "'s name, with a small first letter");
        }
        names.putIfAbsent(text, new Name(text, kind, Problems.at(token), branch, pages));
        return text;
    }

    /** A name of a certain kind that must be known here. */
    @Nullable
    Name use(ParserRuleContext ctx, Kind kind) {
        Token token = ctx.getStart();
        Name name = names.get(token.getText());
        if (name == null) {
            problems.unknown(token, "a " + kind.word + " " + knownOr(kind), known(kind));
            return null;
        }
        if (name.kind != kind) {
            problems.add(token, described(name), "a " + kind.word + " " + knownOr(kind));
            return null;
        }
        checkVisible(token, name);
        return name;
    }

    /** What is known about any name that must be known here; null if it is not. */
    void checkVisible(Token token, Name name) {
        if (!isVisible(name)) {
            problems.add(
                    token,
                    Problems.quoted(name.text) + ", which another branch introduces on line " + name.at.line(),
                    "a name known before the par or introduced in this branch");
        }
    }

    static String described(Name name) {
        return "the " + name.kind.word + " " + Problems.quoted(name.text) + " " + name.where();
    }

    private boolean isVisible(Name name) {
        return name.branch == 0 || name.branch == branch;
    }

    private String knownOr(Kind kind) {
        List<String> known = known(kind);
        return known.isEmpty()
                ? "(there is none yet; " + kind.introducedBy + ")"
                : "introduced above (" + Problems.cut(String.join(", ", known)) + ")";
    }
}
