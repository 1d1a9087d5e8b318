package io.github.accelbed.explorer.search;

import io.github.accelbed.explorer.undo.FrameNames;
import io.github.accelbed.explorer.undo.Shape;
import io.github.accelbed.explorer.undo.Trail;
import io.github.accelbed.explorer.undo.Undoable;
import io.github.accelbed.model.mm.Frames;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of a world's state: two states of one exploration have the same form exactly if they go on alike.
 *
 * <p>What exists when the exploration begins is <em>old</em>; each old object and array has a number. A place in them that was ever stored
 * into is a slot. The form lists the slots whose value is not the first one, and then what can be reached from them of the objects made
 * since, numbered as they are met. So it is as long as what changed, not as the world, and does not depend on which objects of the heap
 * stand for what. Tallies that no expectation reads are left out, and so are the numbers of frames that do not matter.
 */
final class StateForm {
    private static final long[] ZEROS = new long[512];
    /** No part of a state. */
    static final long NO_PLACE = Long.MIN_VALUE;
    /** The first value of a slot that no value equals. */
    private static final long WRITTEN_ALWAYS = Long.MIN_VALUE;

    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final int CONSTANT = 3;

    private final Trail trail;
    private final Set<String> counters;
    private final Map<Class<?>, Kind> kinds = new HashMap<>();
    private final Constants values = new Constants();
    private final Map<Object, Integer> constants = new HashMap<>();
    /** The same by identity: some values are large, and slow to compare. */
    private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();

    private final List<Object> old = new ArrayList<>();
    private final IdentityHashMap<Object, Integer> oldOthers = new IdentityHashMap<>();

    /** By number of the old object: which of its places are slots. */
    private long[][] known = new long[0][];

    private Object[] slotOwner = new Object[64];
    private int[] slotPlace = new int[64];
    private boolean[] slotReference = new boolean[64];
    private Frames.@Nullable Form[] slotForm = new Frames.Form[64];
    private long[] firstBits = new long[64];
    private @Nullable Object[] firstRef = new Object[64];
    private int slots;

    private final List<Object> met = new ArrayList<>();
    private final List<Frames.@Nullable Form> metForms = new ArrayList<>();
    private final IdentityHashMap<Object, Integer> metOthers = new IdentityHashMap<>();
    private final FrameForm frames = new FrameForm();
    /** The arrays whose elements name frames. */
    private final IdentityHashMap<Object, Frames.Form> forms = new IdentityHashMap<>();

    private final FormBytes out = new FormBytes();
    private @Nullable ToIntFunction<Object> makers;

    /** What the fields of a class are. */
    private static final class Kind {
        final StateForm form;
        final int number;
        final boolean[] reference;
        final boolean[] left;
        final boolean[] tally;
        final @Nullable FrameNames[] frames;
        final Field[] captured;
        /** Objects of the class never change and are the same in all orders. */
        final boolean shared;

        Kind(StateForm form, int number, Shape shape, Field[] captured) {
            this.form = form;
            this.number = number;
            this.captured = captured;
            reference = new boolean[shape.fields()];
            left = new boolean[shape.fields()];
            tally = new boolean[shape.fields()];
            frames = new @Nullable FrameNames[shape.fields()];
            for (int field = 0; field < reference.length; field++) {
                reference[field] = shape.reference(field);
                left[field] = shape.unread(field, form.counters);
                tally[field] = shape.tally(field);
                frames[field] = shape.frames(field);
            }
            shared = shape.shared();
        }
    }

    /**
     * The form of the states that come after now.
     *
     * @param root from where the whole world can be reached
     * @param trail notes its stores from now on
     * @param counters words of the counters whose tallies count
     */
    StateForm(Object root, Trail trail, Set<String> counters) {
        this.trail = trail;
        this.counters = counters;
        Deque<Object> left = new ArrayDeque<>();
        meet(root, left);
        while (!left.isEmpty()) {
            Object object = left.remove();
            each(object, reached -> meet(reached, left));
        }
        old.forEach(this::meetFrames);
        frames.begin();
        old.forEach(this::fixFrames);
        known = new long[old.size() + 1][];
        old.forEach(this::noteFreeLists);
    }

    /** From now on new objects differ, too, by who made them. */
    void tellApart(ToIntFunction<Object> by) {
        makers = by;
    }

    /** The frames that a free list names are numbered anew, so they count in every state, stored into or not. */
    private void noteFreeLists(Object object) {
        if (object instanceof Undoable undoable) {
            Kind kind = kind(undoable);
            for (int field = 0; field < kind.reference.length; field++) {
                FrameNames names = kind.frames[field];
                if (names == null) {
                    continue;
                }
                Object links = undoable.undo$ref(field);
                if (names.form() == Frames.Form.FREE_LIST) {
                    note(object, number(undoable), field, undoable.undo$bits(field), null);
                } else if (names.form() == Frames.Form.FREE_LINK && links != null) {
                    for (int frame : frames.fixedAndFree()) {
                        note(links, id(links), frame, WRITTEN_ALWAYS, null);
                    }
                }
            }
        }
    }

    /** Finds the arrays that are about frames, and those whose elements name them. */
    private void meetFrames(Object object) {
        if (!(object instanceof Undoable undoable)) {
            return;
        }
        Kind kind = kind(undoable);
        for (int field = 0; field < kind.reference.length; field++) {
            FrameNames names = kind.frames[field];
            Object array = undoable.undo$ref(field);
            if (names != null && array != null) {
                if (FrameForm.book(names.form())) {
                    frames.book(array, names);
                } else {
                    named(array, names.form());
                }
            }
        }
    }

    private void named(Object array, Frames.Form form) {
        forms.put(array, form);
        if (array instanceof Object[] nested) {
            for (Object inner : nested) {
                if (inner != null) {
                    named(inner, form);
                }
            }
        }
    }

    private void fixFrames(Object object) {
        if (object instanceof Undoable undoable) {
            Kind kind = kind(undoable);
            for (int field = 0; field < kind.reference.length; field++) {
                FrameNames names = kind.frames[field];
                if (names != null && !kind.reference[field] && names.form() != Frames.Form.FREE_LIST) {
                    frames.fix(names.form(), undoable.undo$bits(field));
                }
            }
            return;
        }
        Frames.Form form = forms.get(object);
        if (form != null && !(object instanceof Object[])) {
            for (int i = 0; i < length(object); i++) {
                frames.fix(form, element(object, i));
            }
        }
    }

    private interface Visitor {
        void visit(@Nullable Object reached);
    }

    private void meet(@Nullable Object object, Deque<Object> left) {
        if (object == null || values.isValue(object)) {
            return;
        }
        if (object instanceof Undoable undoable) {
            if (number(undoable) != 0) {
                return;
            }
            undoable.undo$id(old.size() + 1);
        } else {
            if (oldOthers.putIfAbsent(object, old.size() + 1) != null) {
                return;
            }
        }
        old.add(object);
        left.add(object);
    }

    /** What an object refers to. */
    private void each(Object object, Visitor visitor) {
        int place = 0;
        try {
            if (object instanceof Undoable undoable) {
                Kind kind = kind(undoable);
                for (; place < kind.reference.length; place++) {
                    if (kind.reference[place] && !kind.left[place]) {
                        visitor.visit(undoable.undo$ref(place));
                    }
                }
            } else {
                eachElement(object, visitor);
            }
        } catch (Constants.RefusedException e) {
            throw e.in(name(object, place));
        }
    }

    private void eachElement(Object object, Visitor visitor) {
        if (object instanceof Object[] elements) {
            for (Object element : elements) {
                visitor.visit(element);
            }
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(visitor::visit);
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                visitor.visit(key);
                visitor.visit(value);
            });
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(visitor::visit);
        } else if (!object.getClass().isArray()) {
            for (Field field : kind(object).captured) {
                visitor.visit(read(field, object));
            }
        }
    }

    /** What a message calls a place. */
    private static String name(Object owner, int place) {
        Class<?> type = owner.getClass();
        return owner instanceof Undoable
                ? type.getName() + "." + Shape.of(type).name(place)
                : "an element of a " + type.getSimpleName();
    }

    private Kind kind(Undoable object) {
        if (object.undo$kind() instanceof Kind kind && kind.form == this) {
            return kind;
        }
        Kind kind = kinds.computeIfAbsent(object.getClass(), this::woven);
        object.undo$kind(kind);
        return kind;
    }

    private Kind kind(Object object) {
        return object instanceof Undoable undoable
                ? kind(undoable)
                : kinds.computeIfAbsent(object.getClass(), this::captured);
    }

    private Kind woven(Class<?> type) {
        return new Kind(this, kinds.size(), Shape.of(type), new Field[0]);
    }

    /** The fields of a lambda, which no loader weaves: what it captured. */
    private Kind captured(Class<?> type) {
        Field[] fields = type.isArray() || type.getClassLoader() == null
                ? new Field[0]
                : Arrays.stream(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .toArray(Field[]::new);
        for (Field field : fields) {
            field.setAccessible(true);
        }
        return new Kind(this, kinds.size(), Shape.of(type), fields);
    }

    private static @Nullable Object read(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An object's number. What classes keep outlives a world; such an object may still have the number of an earlier one's form. */
    private int number(Undoable object) {
        int id = object.undo$id();
        return id > 0 && (id > old.size() || old.get(id - 1) != object) ? 0 : id;
    }

    /** The number of an old object; 0 or less if it is none. */
    int id(Object object) {
        if (object instanceof Undoable undoable) {
            return number(undoable);
        }
        Integer id = oldOthers.get(object);
        return id == null ? 0 : id;
    }

    /**
     * Names a place for comparison over all states.
     *
     * @param maker the actor that made its owner since the search began; null if none did
     * @return the same number for the same place, or {@link #NO_PLACE} if it is not part of the state
     */
    long place(Object owner, int place, @Nullable Integer maker) {
        boolean array = !(owner instanceof Undoable);
        if (owner instanceof Undoable object && kind(object).left[place]) {
            return NO_PLACE;
        }
        int id = id(owner);
        if (id > 0) {
            return (long) id << 32 | place;
        }
        if (maker == null) {
            return NO_PLACE;
        }
        return -((long) kind(owner).number << 44 | (long) maker << 32 | (array ? 0 : place)) - 1;
    }

    /** Whether a place is a tally. */
    boolean tally(Object owner, int place) {
        return owner instanceof Undoable object && kind(object).tally[place];
    }

    /** Makes slots of the places that the trail notes from a mark on. */
    void noteStores(int mark) {
        for (int store = mark; store < trail.mark(); store++) {
            Object owner = trail.owner(store);
            int id = id(owner);
            if (id > 0) {
                note(owner, id, trail.place(store), trail.oldBits(store), trail.oldRef(store));
            }
        }
    }

    private void note(Object owner, int id, int place, long oldBits, @Nullable Object oldRef) {
        if (id >= known.length) {
            known = Arrays.copyOf(known, 2 * id);
        }
        long[] bits = known[id];
        if (bits == null || bits.length <= place >>> 6) {
            bits = bits == null ? new long[(place >>> 6) + 1] : Arrays.copyOf(bits, (place >>> 6) + 1);
            known[id] = bits;
        }
        if ((bits[place >>> 6] & 1L << place) != 0) {
            return;
        }
        bits[place >>> 6] |= 1L << place;
        boolean reference = owner instanceof Object[];
        Frames.Form form = null;
        if (owner instanceof Undoable object) {
            Kind kind = kind(object);
            if (kind.left[place]) {
                return;
            }
            reference = kind.reference[place];
            FrameNames names = kind.frames[place];
            if (names != null) {
                form = names.form();
                if (FrameForm.book(form)) {
                    throw new IllegalStateException("an explored world has used up the frames that it had room for");
                }
            }
        } else if (frames.renumbers(owner, place)) {
            return;
        } else {
            form = frames.links(owner) ? Frames.Form.FREE_LINK : forms.get(owner);
        }
        if (slots == slotOwner.length) {
            slotOwner = Arrays.copyOf(slotOwner, 2 * slots);
            slotPlace = Arrays.copyOf(slotPlace, 2 * slots);
            slotReference = Arrays.copyOf(slotReference, 2 * slots);
            slotForm = Arrays.copyOf(slotForm, 2 * slots);
            firstBits = Arrays.copyOf(firstBits, 2 * slots);
            firstRef = Arrays.copyOf(firstRef, 2 * slots);
        }
        slotOwner[slots] = owner;
        slotPlace[slots] = place;
        slotReference[slots] = reference;
        slotForm[slots] = form;
        firstBits[slots] = oldBits;
        firstRef[slots++] = oldRef;
    }

    /** Writes the form of the state as it is now. */
    FormBytes write() {
        out.clear();
        int before = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (written(slot, before)) {
                before = slot;
            }
        }
        out.number(-1);
        for (int next = 0; next < met.size(); next++) {
            content(met.get(next), metForms.get(next));
        }
        frames.content(out);
        for (int i = 0; i < met.size(); i++) {
            if (met.get(i) instanceof Undoable object) {
                object.undo$id(0);
            }
        }
        met.clear();
        metForms.clear();
        if (!metOthers.isEmpty()) {
            metOthers.clear();
        }
        return out;
    }

    /** Writes a slot if it is not as at first; {@code before} is the one written last. */
    private boolean written(int slot, int before) {
        Object owner = slotOwner[slot];
        int place = slotPlace[slot];
        if (slotReference[slot]) {
            Object ref = owner instanceof Undoable object ? object.undo$ref(place) : ((Object[]) owner)[place];
            if (ref == firstRef[slot]) {
                return false;
            }
            out.number(slot - before);
            try {
                reference(ref, slotForm[slot]);
            } catch (Constants.RefusedException e) {
                throw e.in(name(owner, place));
            }
            return true;
        }
        long bits = owner instanceof Undoable object ? object.undo$bits(place) : element(owner, place);
        Frames.Form form = slotForm[slot] == Frames.Form.FREE_LINK ? frames.linkForm(place) : slotForm[slot];
        if (bits == firstBits[slot] && (form == null || !frames.renumbered(form, bits))) {
            return false;
        }
        out.number(slot - before);
        value(form, bits);
        return true;
    }

    /** The next element that is not 0, or the length. */
    private static int next(long[] longs, int from) {
        int at = from;
        while (at < longs.length) {
            int end = Math.min(longs.length, at + ZEROS.length);
            int ahead = Arrays.mismatch(longs, at, end, ZEROS, 0, end - at);
            if (ahead >= 0) {
                return at + ahead;
            }
            at = end;
        }
        return longs.length;
    }

    static long element(Object array, int index) {
        if (array instanceof long[] longs) {
            return longs[index];
        } else if (array instanceof int[] ints) {
            return ints[index];
        } else if (array instanceof byte[] bytes) {
            return bytes[index];
        }
        return ((boolean[]) array)[index] ? 1 : 0;
    }

    static int length(Object array) {
        return Array.getLength(array);
    }

    /** Names an object: old ones by their number, values by theirs, new ones by when they were met in this state. */
    private void reference(@Nullable Object ref, Frames.@Nullable Form form) {
        if (ref == null) {
            out.number(0);
        } else if (ref instanceof Undoable object) {
            int id = number(object);
            if (id == 0 && kind(object).shared) {
                // It is never undone, so it may as well be old.
                id = old.size() + 1;
                object.undo$id(id);
                old.add(object);
            }
            if (id == 0) {
                met.add(object);
                metForms.add(null);
                id = -met.size();
                object.undo$id(id);
            }
            tagged(id < 0 ? NEW : OLD, Math.abs(id));
        } else if (values.isValue(ref)) {
            tagged(CONSTANT, value(ref));
        } else {
            Integer id = oldOthers.get(ref);
            if (id != null) {
                tagged(OLD, id);
                return;
            }
            Integer number = metOthers.get(ref);
            if (number == null) {
                met.add(ref);
                metForms.add(form);
                number = met.size();
                metOthers.put(ref, number);
            }
            tagged(NEW, number);
        }
    }

    /** The number of a value; equal ones have the same. */
    private int value(Object value) {
        Integer number = seen.get(value);
        if (number == null) {
            number = constants.computeIfAbsent(value, unused -> constants.size());
            seen.put(value, number);
        }
        return number;
    }

    private void value(Frames.@Nullable Form form, long value) {
        if (form == null) {
            out.number(value);
        } else {
            frames.value(out, form, value);
        }
    }

    private void tagged(int tag, int number) {
        out.number(4L * number + tag);
    }

    /** Writes a new object whole. */
    private void content(Object object, Frames.@Nullable Form form) {
        Kind kind = kind(object);
        out.number(kind.number);
        if (makers != null) {
            out.number(makers.applyAsInt(object));
        }
        if (object instanceof Undoable undoable) {
            for (int field = 0; field < kind.reference.length; field++) {
                if (kind.left[field]) {
                    continue;
                }
                FrameNames names = kind.frames[field];
                Frames.Form named = names == null ? null : names.form();
                if (kind.reference[field]) {
                    try {
                        reference(undoable.undo$ref(field), named);
                    } catch (Constants.RefusedException e) {
                        throw e.in(name(undoable, field));
                    }
                } else {
                    value(named, undoable.undo$bits(field));
                }
            }
        } else if (object.getClass().isArray()) {
            elements(object, form);
        } else {
            each(object, reached -> reference(reached, null));
            out.number(-1);
        }
    }

    /** What an array holds besides null and 0: page tables are long and all but empty. */
    private void elements(Object array, Frames.@Nullable Form form) {
        if (array instanceof long[] longs) {
            out.number(longs.length);
            int at = next(longs, 0);
            while (at < longs.length) {
                out.number(at);
                value(form, longs[at]);
                at = next(longs, at + 1);
            }
        } else if (array instanceof Object[] objects) {
            out.number(objects.length);
            for (int i = 0; i < objects.length; i++) {
                if (objects[i] != null) {
                    out.number(i);
                    reference(objects[i], form);
                }
            }
        } else {
            int length = Array.getLength(array);
            out.number(length);
            for (int i = 0; i < length; i++) {
                long value = element(array, i);
                if (value != 0) {
                    out.number(i);
                    value(form, value);
                }
            }
        }
        out.number(-1);
    }
}
