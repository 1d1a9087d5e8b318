package io.github.accelbed.conformance.program;

import io.github.accelbed.conformance.program.Sketch.Area;
import io.github.accelbed.conformance.program.Sketch.Proc;
import io.github.accelbed.conformance.program.Sketch.Reference;
import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.step.CloseStep;
import io.github.accelbed.scenario.language.step.CopyStep;
import io.github.accelbed.scenario.language.step.DeviceReadStep;
import io.github.accelbed.scenario.language.step.DeviceWriteStep;
import io.github.accelbed.scenario.language.step.GetStep;
import io.github.accelbed.scenario.language.step.MapStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.PinStep;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.ReferenceReadStep;
import io.github.accelbed.scenario.language.step.ReferenceWriteStep;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.UnpinStep;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.language.term.Value;
import io.github.accelbed.scenario.program.Dice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses steps of those who reach memory from outside: page references and the queue. Each answers null if nothing fits, and tells the
 * sketch what it does.
 */
final class HolderSteps {
    private static final Position AT = Position.NONE;
    private static final QueueName QUEUE = new QueueName("q");

    /** What a pipe has room for, which is how a process holds plain references. */
    private static final int MAX_HELD = 16;

    private final Dice dice;
    private final Sketch sketch;
    private final Aim aim;

    private final boolean readOnlyPins;

    HolderSteps(Dice dice, Sketch sketch, Aim aim, boolean readOnlyPins) {
        this.dice = dice;
        this.sketch = sketch;
        this.aim = aim;
        this.readOnlyPins = readOnlyPins;
    }

    @Nullable
    Step pin(Turn turn) {
        boolean files = dice.oneIn(4);
        Map<BufferName, Area> areas = new LinkedHashMap<>(turn.areas());
        areas.values().removeIf(area -> area.file && !files);
        Right access = readOnlyPins && nobodyPinsForReading() && dice.oneIn(2) ? Right.RO : Right.RW;
        PageRange range =
                aim.range(areas, access == Right.RW ? Sketch::writable : Sketch::readable, MAX_HELD, turn.wrong());
        return range == null
                ? null
                : new PinStep(AT, turn.process(), hold(turn, true, access), range, access, true, turn.register());
    }

    private boolean nobodyPinsForReading() {
        return sketch.references(known -> known.pin && !known.writable && !known.holders.isEmpty())
                .isEmpty();
    }

    @Nullable
    Step get(Turn turn) {
        Right access = dice.oneIn(4) ? Right.RW : Right.RO;
        PageRange range = aim.range(
                turn.areas(), access == Right.RW ? Sketch::writable : Sketch::readable, MAX_HELD, turn.wrong());
        return range == null
                ? null
                : new GetStep(AT, turn.process(), hold(turn, false, Right.RO), range, access, turn.register());
    }

    private ReferenceName hold(Turn turn, boolean pin, Right through) {
        Reference reference =
                sketch.refer(new ReferenceName((pin ? "p" : "g") + sketch.references()), pin, through == Right.RW);
        if (turn.acts() && !turn.wrong()) {
            reference.holders.add(turn.proc());
        }
        return reference.name;
    }

    @Nullable
    Step unpin(Turn turn) {
        Reference reference = reference(known -> known.holders.contains(turn.proc()) != turn.wrong());
        if (reference == null) {
            return null;
        }
        if (turn.acts()) {
            reference.holders.remove(turn.proc());
        }
        return new UnpinStep(AT, turn.process(), reference.name, turn.register());
    }

    @Nullable
    Step read(Turn turn) {
        Reference reference = reference(known -> known.holders.isEmpty() == turn.wrong());
        return reference == null ? null : new ReferenceReadStep(AT, reference.name, turn.register());
    }

    @Nullable
    Step write(Turn turn, Value value) {
        Reference reference = reference(known -> known.writable && known.holders.isEmpty() == turn.wrong());
        return reference == null ? null : new ReferenceWriteStep(AT, reference.name, value, turn.register());
    }

    private @Nullable Reference reference(Predicate<Reference> wanted) {
        List<Reference> found = sketch.references(wanted);
        return found.isEmpty() ? null : dice.any(found);
    }

    /** One process opens the one queue. A child of vfork does not: the device would see its parent's memory. */
    @Nullable
    Step open(Turn turn) {
        if (sketch.opened() || !turn.acts() || turn.proc().borrowed >= 0) {
            return null;
        }
        sketch.open(turn.proc());
        return new OpenStep(
                AT,
                turn.process(),
                QUEUE,
                new DeviceName(DeclaredDevice.DEFAULT.kind()),
                null,
                null,
                false,
                false,
                turn.register());
    }

    @Nullable
    Step map(Turn turn) {
        Proc owner = sketch.owner();
        PageRange range = aim.range(turn.areas(), Objects::nonNull, Integer.MAX_VALUE, false);
        return owner != turn.proc() || range == null
                ? null
                : new MapStep(AT, turn.process(), QUEUE, range, Right.RW, null, false, turn.register());
    }

    @Nullable
    Step close(Turn turn) {
        if (sketch.owner() != turn.proc()) {
            return null;
        }
        if (turn.acts()) {
            sketch.close();
        }
        return new CloseStep(AT, turn.process(), QUEUE, false, turn.register());
    }

    @Nullable
    Step deviceRead(Turn turn) {
        PageRef page = devicePage(turn, Sketch::readable);
        return page == null ? null : new DeviceReadStep(AT, QUEUE, page, turn.register());
    }

    @Nullable
    Step deviceWrite(Turn turn, Value value) {
        PageRef page = devicePage(turn, Sketch::writable);
        return page == null ? null : new DeviceWriteStep(AT, QUEUE, page, value, turn.register());
    }

    private @Nullable PageRef devicePage(Turn turn, Predicate<@Nullable Protection> wanted) {
        return works(turn) ? aim.page(sketch.seenByDevice(), wanted, turn.wrong()) : null;
    }

    /** A device whose process is gone is asked only on purpose. */
    private boolean works(Turn turn) {
        return sketch.opened() && (sketch.owner() != null || turn.wrong());
    }

    /** From one place to another that does not overlap it. */
    @Nullable
    Step deviceCopy(Turn turn) {
        PageRange from =
                works(turn) ? aim.range(sketch.seenByDevice(), Sketch::readable, MAX_HELD, turn.wrong()) : null;
        PageRange to = works(turn) ? aim.range(sketch.seenByDevice(), Sketch::writable, MAX_HELD, turn.wrong()) : null;
        if (from == null || to == null) {
            return null;
        }
        int pages = Math.min(from.pages(), to.pages());
        PageRange source = new PageRange(from.buffer(), from.first(), from.first() + pages - 1);
        PageRange target = new PageRange(to.buffer(), to.first(), to.first() + pages - 1);
        boolean overlap = source.buffer().equals(target.buffer())
                && source.first() <= target.last()
                && target.first() <= source.last();
        return overlap ? null : new CopyStep(AT, QUEUE, source, target, turn.register());
    }
}
