package io.github.accelbed.scenario.language;

import io.github.accelbed.scenario.grammar.ScenarioParser.ActorContext;
import io.github.accelbed.scenario.language.Names.Name;
import io.github.accelbed.scenario.language.step.DeviceStep;
import io.github.accelbed.scenario.language.step.ProcessStep;
import io.github.accelbed.scenario.language.step.ReferenceStep;
import io.github.accelbed.scenario.language.step.RootStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Who acts on a line. */
record Actor(Kind kind, String name) {

    /** The kinds of actors and the steps that each has. */
    enum Kind {
        PROCESS("a process", ProcessStep.class),
        QUEUE("a queue", DeviceStep.class),
        REFERENCE("a page reference", ReferenceStep.class),
        ROOT("root", RootStep.class),
        /** A name that stands for no actor; that was reported, so its step is not judged as well. */
        UNKNOWN("nobody", null);

        final String word;
        private final @Nullable Class<? extends Step> family;

        Kind(String word, @Nullable Class<? extends Step> family) {
            this.word = word;
            this.family = family;
        }

        List<String> steps() {
            return family == null
                    ? List.of()
                    : Steps.kinds(family).map(Steps::word).toList();
        }
    }

    static Actor of(ActorContext ctx, Names names, Problems problems) {
        Token token = ctx.getStart();
        String text = token.getText();
        if (ctx.ROOT() != null) {
            return new Actor(Kind.ROOT, text);
        }
        boolean capital = Character.isUpperCase(text.charAt(0));
        Name name = names.find(text);
        if (name == null) {
            List<String> known = new ArrayList<>(names.known(Names.Kind.PROCESS));
            known.addAll(names.known(Names.Kind.QUEUE));
            known.addAll(names.known(Names.Kind.REFERENCE));
            known.add("root");
            problems.unknown(
                    token,
                    capital
                            ? "a process that exists (A, or one that fork, vfork or clone introduces above)"
                            : "a queue or page reference introduced above (by open, dup, pin or get), or root",
                    known);
            return new Actor(Kind.UNKNOWN, text);
        }
        names.checkVisible(token, name);
        return switch (name.kind()) {
            case PROCESS -> new Actor(Kind.PROCESS, text);
            case QUEUE -> new Actor(Kind.QUEUE, text);
            case REFERENCE -> new Actor(Kind.REFERENCE, text);
            default -> {
                problems.add(token, Names.described(name), "a process, queue, page reference or root as the actor");
                yield new Actor(Kind.UNKNOWN, text);
            }
        };
    }

    /** Whether this actor has such a step. */
    void check(Token step, Problems problems) {
        if (kind == Kind.UNKNOWN || kind.steps().contains(step.getText())) {
            return;
        }
        String whose = Stream.of(Kind.values())
                .filter(other -> other.steps().contains(step.getText()))
                .map(other -> other.word)
                .collect(Collectors.joining(" or "));
        String mine = kind == Kind.PROCESS
                ? "a step of a process, which " + Problems.quoted(name) + " is"
                : "a step of " + kind.word + (kind == Kind.ROOT ? "" : ", which " + Problems.quoted(name) + " is")
                        + ": " + kind.steps().stream().sorted().collect(Collectors.joining(", "));
        problems.add(step, Problems.quoted(step.getText()) + ", a step of " + whose, mine);
    }
}
