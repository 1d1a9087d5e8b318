package io.github.accelbed.scenario.language.step;

import io.github.accelbed.scenario.language.condition.Counter;
import io.github.accelbed.scenario.language.condition.CounterKind;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.Name;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all steps have in common as records: their kinds, their parts, and copies with other parts. */
public final class Steps {
    private Steps() {}

    /**
     * The kinds of a family.
     *
     * @param family {@link Step} or a part of it
     * @return the record of each kind, in the order in which the family names them
     */
    @SuppressWarnings("unchecked")
    public static Stream<Class<? extends Step>> kinds(Class<? extends Step> family) {
        return family.isSealed()
                ? Stream.of(family.getPermittedSubclasses())
                        .flatMap(kind -> kinds((Class<? extends Step>) kind))
                        .distinct()
                : Stream.of(family);
    }

    /**
     * The form of a kind.
     *
     * @param kind a record
     * @return what its {@link Syntax} says
     */
    public static String syntax(Class<? extends Step> kind) {
        Syntax syntax = kind.getAnnotation(Syntax.class);
        if (syntax == null) {
            throw new IllegalStateException(kind + " has no syntax");
        }
        return syntax.value();
    }

    /**
     * The word that a kind of step begins with.
     *
     * @param kind a record
     * @return the first word of its syntax
     */
    public static String word(Class<? extends Step> kind) {
        return syntax(kind).split(" ", 2)[0];
    }

    /**
     * One part of a step.
     *
     * @param step any
     * @param name the component's name
     * @return what the step has there
     */
    public static @Nullable Object part(Step step, String name) {
        for (RecordComponent component : components(step)) {
            if (component.getName().equals(name)) {
                return value(step, component);
            }
        }
        throw new IllegalArgumentException("no " + name + " in " + step);
    }

    /**
     * The names in a step, in the order of its parts.
     *
     * @param step any
     * @return those in ranges and counters included
     */
    public static List<Name> names(Step step) {
        List<Name> names = new ArrayList<>();
        rename(step, name -> {
            names.add(name);
            return name;
        });
        return names;
    }

    /**
     * The step with other names.
     *
     * @param step any
     * @param change what becomes of a name, which must stay of its type
     * @return a copy
     */
    public static Step rename(Step step, UnaryOperator<Name> change) {
        return map(step, part -> {
            if (part instanceof Name name) {
                return change.apply(name);
            } else if (part instanceof PageRange range) {
                return new PageRange((BufferName) change.apply(range.buffer()), range.first(), range.last());
            } else if (part instanceof PageRef page) {
                return new PageRef((BufferName) change.apply(page.buffer()), page.page());
            } else if (part instanceof Counter counter && counter.argument() != null) {
                return counter.of(change.apply(subject(counter.kind().argument(), counter.argument()))
                        .text());
            }
            return part;
        });
    }

    private static Name subject(CounterKind.Argument argument, String text) {
        return switch (argument) {
            case PROCESS -> new ProcessName(text);
            case QUEUE -> new QueueName(text);
            default -> new DeviceName(text);
        };
    }

    /**
     * The step with other parts.
     *
     * @param step any
     * @param change what becomes of each part that is there, of a list of each in it; place and register stay
     * @return a copy
     */
    public static Step map(Step step, UnaryOperator<Object> change) {
        RecordComponent[] components = components(step);
        @Nullable Object[] values = values(step, components);
        for (int i = 1; i < values.length - 1; i++) {
            Object value = values[i];
            values[i] = value == null
                    ? null
                    : value instanceof List<?> list ? list.stream().map(change).toList() : change.apply(value);
        }
        return make(step, components, values);
    }

    /**
     * The step with another register.
     *
     * @param step any
     * @param register where the answer goes, or null
     * @return a copy
     */
    public static Step bind(Step step, @Nullable String register) {
        RecordComponent[] components = components(step);
        @Nullable Object[] values = values(step, components);
        values[values.length - 1] = register;
        return make(step, components, values);
    }

    private static RecordComponent[] components(Step step) {
        return step.getClass().getRecordComponents();
    }

    private static @Nullable Object[] values(Step step, RecordComponent[] components) {
        return Stream.of(components).map(component -> value(step, component)).toArray();
    }

    private static @Nullable Object value(Step step, RecordComponent component) {
        try {
            return component.getAccessor().invoke(step);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a part of " + step, e);
        }
    }

    private static Step make(Step step, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return step.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a copy of " + step, e);
        }
    }
}
