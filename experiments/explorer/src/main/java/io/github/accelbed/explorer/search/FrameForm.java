package io.github.accelbed.explorer.search;

import io.github.accelbed.explorer.undo.FrameNames;
import io.github.accelbed.model.mm.Frames;
import io.github.accelbed.model.mm.Pte;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a world in a state's form. Those that are free and named by nobody when the exploration begins are numbered anew in each
 * state, in the order in which they are met, and what the arrays of physical memory say of one is written for each that was met. The others
 * keep their numbers, and so does a frame while its number is kept in a place that cannot be told.
 */
final class FrameForm {
    private static final int ENTRY_SHIFT = 12;

    /** By element, one frame each: refcounts, flags and so on. */
    private final List<Object> books = new ArrayList<>();

    private int[] flags = new int[0];
    private int free;
    private int kept;
    private @Nullable Object links;
    private int frames;

    /** By frame: its number does not change. */
    private boolean[] fixed = new boolean[0];
    /** By frame: whether anything of it was ever stored into. */
    private boolean[] touched = new boolean[0];

    private int[] touchedFrames = new int[0];
    private int touchedCount;
    /** By frame: its number in the state at hand, from 1; 0 if it was not met yet. */
    private int[] numbers = new int[0];

    private int[] met = new int[0];
    private int count;

    /** Whether a form is that of an array that is about frames. */
    static boolean book(Frames.Form form) {
        return switch (form) {
            case INDEX, FLAGS, FREE_LINK -> true;
            case NUMBER, ENTRY, FREE_LIST -> false;
        };
    }

    /** An array that is about frames, by element; asked of all before {@link #begin}. */
    void book(Object array, FrameNames names) {
        books.add(array);
        frames = StateForm.length(array);
        if (names.form() == Frames.Form.FLAGS) {
            flags = (int[]) array;
            free = names.free();
            kept = names.kept();
        } else if (names.form() == Frames.Form.FREE_LINK) {
            links = array;
        }
    }

    /** Fixes the frames that are in use now. */
    void begin() {
        fixed = new boolean[frames];
        touched = new boolean[frames];
        touchedFrames = new int[frames];
        numbers = new int[frames];
        met = new int[frames];
        for (int frame = 0; frame < frames; frame++) {
            fixed[frame] = frame == 0 || ((flags[frame] & free) == 0 && !blank(frame));
        }
    }

    /** Fixes a frame that somebody names now. */
    void fix(Frames.Form form, long value) {
        int frame = frame(form, value);
        if (frame >= 0 && frame < frames) {
            fixed[frame] = true;
        }
    }

    /** Whether an element is written with its frame and not as a place of its own. */
    boolean renumbers(Object array, int index) {
        if (!books.contains(array) || fixed[index]) {
            return false;
        }
        if (!touched[index]) {
            touched[index] = true;
            touchedFrames[touchedCount++] = index;
        }
        return true;
    }

    /** Whether an array links the free frames; of one whose number does not change, the link is a place of its own. */
    boolean links(Object array) {
        return array == links;
    }

    /** What the link of a frame is now: a frame's number only while the frame is free. */
    Frames.@Nullable Form linkForm(int frame) {
        return (flags[frame] & free) != 0 ? Frames.Form.FREE_LIST : null;
    }

    /** The frames that are free now and yet keep their number, since somebody still names them. */
    int[] fixedAndFree() {
        return IntStream.range(1, frames)
                .filter(frame -> fixed[frame] && (flags[frame] & free) != 0)
                .toArray();
    }

    /** The frame that a value names, or -1. */
    static int frame(Frames.Form form, long value) {
        return switch (form) {
            case NUMBER -> (int) value;
            case FREE_LIST -> value == 0 ? -1 : (int) value;
            case ENTRY ->
                (value & (Pte.PRESENT | Pte.MIGRATION)) == 0 || (value & Pte.TABLE) != 0
                        ? -1
                        : (int) (value >>> ENTRY_SHIFT);
            case INDEX, FLAGS, FREE_LINK -> -1;
        };
    }

    /** Whether a value names a frame whose number says nothing. */
    boolean renumbered(Frames.Form form, long value) {
        int frame = frame(form, value);
        return frame >= 0 && frame < frames && !fixed[frame];
    }

    /** Writes a value that may name a frame. */
    void value(FormBytes out, Frames.Form form, long value) {
        if (!renumbered(form, value)) {
            out.number(0);
            out.number(value);
            return;
        }
        int frame = frame(form, value);
        if (numbers[frame] == 0) {
            met[count++] = frame;
            numbers[frame] = count;
        }
        // The number itself while it is kept elsewhere: where that is, it stands unchanged.
        out.number((flags[frame] & kept) != 0 ? -frame : numbers[frame]);
        if (form == Frames.Form.ENTRY) {
            out.number(value & ((1L << ENTRY_SHIFT) - 1));
        }
    }

    /** Writes what is known of the frames that were met, and of others that are not blank: nobody names them. */
    void content(FormBytes out) {
        int next = 0;
        for (; next < count; next++) {
            book(out, met[next]);
        }
        out.number(-1);
        for (int i = 0; i < touchedCount; i++) {
            int frame = touchedFrames[i];
            if (numbers[frame] == 0 && !blank(frame)) {
                out.number(frame);
                book(out, frame);
            }
        }
        for (; next < count; next++) {
            book(out, met[next]);
        }
        for (int i = 0; i < count; i++) {
            numbers[met[i]] = 0;
        }
        count = 0;
    }

    private void book(FormBytes out, int frame) {
        for (Object array : books) {
            long value = StateForm.element(array, frame);
            Frames.Form form = links(array) ? linkForm(frame) : null;
            if (form == null) {
                out.number(value);
            } else {
                value(out, form, value);
            }
        }
    }

    private boolean blank(int frame) {
        for (Object array : books) {
            if (StateForm.element(array, frame) != 0) {
                return false;
            }
        }
        return true;
    }
}
