package io.github.accelbed.explorer.undo;

import io.github.accelbed.model.step.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * The fields of a woven class by number, as {@link Undoable} counts them.
 */
public final class Shape {
    private static final String PROGRAM = Type.getInternalName(Program.class);

    private final List<ClassFacts.Field> fields = new ArrayList<>();
    private final boolean shared;

    private Shape(String name) {
        shared = name.equals(PROGRAM);
        if (WovenLoader.weaves(name)) {
            ClassFacts facts = ClassFacts.of(name);
            fields.addAll(new Shape(facts.superName()).fields);
            fields.addAll(facts.fields());
        }
    }

    /**
     * The shape of a class.
     *
     * @param type the class
     * @return its fields; none if it is not {@link Undoable}
     */
    public static Shape of(Class<?> type) {
        return new Shape(Undoable.class.isAssignableFrom(type) ? type.getName().replace('.', '/') : "");
    }

    /**
     * Whether all objects of the class are made when classes are initialized, so that no order of steps makes another: the programs of
     * operations.
     *
     * @return true if so
     */
    public boolean shared() {
        return shared;
    }

    /**
     * How many fields there are.
     *
     * @return 0 or more
     */
    public int fields() {
        return fields.size();
    }

    /**
     * Whether a field holds a reference.
     *
     * @param field its number
     * @return false if it is of a primitive type
     */
    public boolean reference(int field) {
        char first = fields.get(field).type().charAt(0);
        return first == 'L' || first == '[';
    }

    /**
     * Whether a field is a {@link io.github.accelbed.model.Tally} that none of the given counters is computed from.
     *
     * @param field its number
     * @param counters words of counters
     * @return true if nobody asks for it
     */
    public boolean unread(int field, Set<String> counters) {
        return Optional.ofNullable(fields.get(field).tally())
                .filter(words -> words.stream().noneMatch(counters::contains))
                .isPresent();
    }

    /**
     * Whether a field is a {@link io.github.accelbed.model.Tally}.
     *
     * @param field its number
     * @return true if so
     */
    public boolean tally(int field) {
        return fields.get(field).tally() != null;
    }

    /**
     * How a field names frames.
     *
     * @param field its number
     * @return null if it names none
     */
    public @Nullable FrameNames frames(int field) {
        return fields.get(field).frames();
    }

    /**
     * A field's name.
     *
     * @param field its number
     * @return as in the source
     */
    public String name(int field) {
        return fields.get(field).name();
    }
}
