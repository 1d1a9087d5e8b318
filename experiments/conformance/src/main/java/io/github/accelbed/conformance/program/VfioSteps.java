package io.github.accelbed.conformance.program;

import io.github.accelbed.conformance.program.Sketch.Proc;
import io.github.accelbed.model.device.DeviceKind;
import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.step.CloseStep;
import io.github.accelbed.scenario.language.step.CopyStep;
import io.github.accelbed.scenario.language.step.DeviceReadStep;
import io.github.accelbed.scenario.language.step.DeviceWriteStep;
import io.github.accelbed.scenario.language.step.MapStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.ReregStep;
import io.github.accelbed.scenario.language.step.Right;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.UnmapStep;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.Value;
import io.github.accelbed.scenario.program.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses steps of a real device's queue: its descriptors go the ways of descriptors, and its device sees what is mapped for it,
 * whoever did that. Each answers null if nothing fits.
 */
final class VfioSteps {
    private static final Position AT = Position.NONE;
    private static final QueueName QUEUE = new QueueName("q");
    private static final int MAX_MAPPED = 8;
    private static final int MAX_COPIED = 2;

    private final Dice dice;
    private final Sketch sketch;
    private final Aim aim;
    private final DeviceName device;
    private final boolean rdma;
    private final List<PageRange> mapped = new ArrayList<>();

    VfioSteps(Dice dice, Sketch sketch, Aim aim, DeclaredDevice device) {
        this.device = new DeviceName(device.kind());
        rdma = device.kind().equals(DeviceKind.RXE.id());
        this.dice = dice;
        this.sketch = sketch;
        this.aim = aim;
    }

    @Nullable
    Step open(Turn turn) {
        Proc proc = turn.proc();
        if (sketch.opened() || !turn.acts() || proc.borrowed >= 0) {
            return null;
        }
        boolean inherit = dice.oneIn(3);
        sketch.openReal(proc, inherit);
        return new OpenStep(AT, turn.process(), QUEUE, device, null, null, inherit, false, turn.register());
    }

    /** Whether the process has the descriptors, or on purpose has not. */
    private boolean has(Turn turn) {
        return sketch.opened() && (sketch.queueHolders().contains(turn.proc()) || turn.wrong());
    }

    @Nullable
    Step map(Turn turn) {
        Right right = dice.oneIn(3) ? Right.RO : Right.RW;
        PageRange range = has(turn)
                ? aim.range(
                        turn.areas(), right == Right.RO ? Sketch::readable : Sketch::writable, MAX_MAPPED, turn.wrong())
                : null;
        if (range == null) {
            return null;
        }
        BufferName other = !rdma && dice.oneIn(6) ? dice.any(sketch.buffers()) : null;
        mapped.add(other == null ? range : new PageRange(other, 0, Math.min(range.pages(), sketch.size(other)) - 1));
        return new MapStep(AT, turn.process(), QUEUE, range, right, other, false, turn.register());
    }

    @Nullable
    Step unmap(Turn turn) {
        if (!has(turn) || mapped.isEmpty()) {
            return null;
        }
        if (rdma && dice.oneIn(3)) {
            Right right = dice.of(Right.RO, Right.RW);
            return new ReregStep(AT, turn.process(), QUEUE, dice.any(mapped), right, turn.register());
        }
        PageRange range = turn.wrong()
                ? aim.range(turn.areas(), Objects::nonNull, MAX_MAPPED, false)
                : mapped.remove(dice.below(mapped.size()));
        return range == null ? null : new UnmapStep(AT, turn.process(), QUEUE, range, false, turn.register());
    }

    @Nullable
    Step close(Turn turn) {
        if (!has(turn)) {
            return null;
        }
        if (turn.acts()) {
            sketch.queueHolders().remove(turn.proc());
        }
        return new CloseStep(AT, turn.process(), QUEUE, false, turn.register());
    }

    @Nullable
    Step deviceRead(Turn turn) {
        PageRange page = seen(turn, 1);
        return page == null
                ? null
                : new DeviceReadStep(AT, QUEUE, new PageRef(page.buffer(), page.first()), turn.register());
    }

    @Nullable
    Step deviceWrite(Turn turn, Value value) {
        PageRange page = seen(turn, 1);
        return page == null
                ? null
                : new DeviceWriteStep(AT, QUEUE, new PageRef(page.buffer(), page.first()), value, turn.register());
    }

    @Nullable
    Step deviceCopy(Turn turn) {
        PageRange from = seen(turn, MAX_COPIED);
        PageRange to = from == null ? null : seen(turn, from.pages());
        if (from == null
                || to == null
                || to.pages() != from.pages()
                || to.buffer().equals(from.buffer())) {
            return null;
        }
        return new CopyStep(AT, QUEUE, from, to, turn.register());
    }

    /** Pages that were mapped for the device, or on purpose any. */
    private @Nullable PageRange seen(Turn turn, int most) {
        if (!sketch.opened() || (sketch.queueHolders().isEmpty() && !turn.wrong())) {
            return null;
        }
        if (turn.wrong()) {
            return aim.range(turn.areas(), Objects::nonNull, most, true);
        }
        if (mapped.isEmpty()) {
            return null;
        }
        PageRange range = dice.any(mapped);
        int pages = Math.min(most, range.pages());
        int first = range.first() + dice.below(range.pages() - pages + 1);
        return new PageRange(range.buffer(), first, first + pages - 1);
    }
}
