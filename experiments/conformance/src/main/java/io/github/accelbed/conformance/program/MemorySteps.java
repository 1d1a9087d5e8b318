package io.github.accelbed.conformance.program;

import io.github.accelbed.conformance.program.Sketch.Area;
import io.github.accelbed.scenario.language.step.Advice;
import io.github.accelbed.scenario.language.step.MadviseStep;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.MprotectStep;
import io.github.accelbed.scenario.language.step.MremapStep;
import io.github.accelbed.scenario.language.step.MunmapStep;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.ReadStep;
import io.github.accelbed.scenario.language.step.Sharing;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.TruncateStep;
import io.github.accelbed.scenario.language.step.WriteStep;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.Value;
import io.github.accelbed.scenario.program.Dice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Chooses steps of a process on its own memory; each answers null if nothing fits, and tells the sketch what it does. */
final class MemorySteps {
    private static final Position AT = Position.NONE;
    private static final int MAX_MOVES = 2;
    private static final int HUGE_PAGES = 512;
    private static final String FILE = "F";
    private static final String MEMFD = "M";

    /** What programs of plain memory are made of; what comes later is drawn by itself, so that they stay what they were. */
    private static final List<Advice> ADVICE = List.of(
            Advice.DONTNEED,
            Advice.FREE,
            Advice.DONTFORK,
            Advice.DOFORK,
            Advice.WIPEONFORK,
            Advice.KEEPONFORK,
            Advice.POPULATE);

    private final Dice dice;
    private final Sketch sketch;
    private final Aim aim;
    private final int maxBuffers;
    private final MemoryKinds kinds;
    private int moves;
    private int pooled;

    MemorySteps(Dice dice, Sketch sketch, Aim aim, MemoryKinds kinds) {
        this.dice = dice;
        this.sketch = sketch;
        this.aim = aim;
        this.kinds = kinds;
        maxBuffers = 3 + dice.below(2);
    }

    @Nullable
    Step mmap(Turn turn) {
        List<BufferName> free = sketch.buffers().stream()
                .filter(buffer -> turn.areas().containsKey(buffer) == turn.wrong())
                .toList();
        int own = sketch.buffers().size() - moves;
        boolean fresh = own < maxBuffers && (free.isEmpty() || own < 2 || dice.oneIn(2));
        if (!fresh && free.isEmpty()) {
            return null;
        }
        Sharing sharing = dice.oneIn(3) ? Sharing.SHARED : Sharing.PRIVATE;
        Protection protection = dice.of(
                Protection.RW,
                Protection.RW,
                Protection.RW,
                Protection.RW,
                Protection.RW,
                Protection.RW,
                Protection.RO,
                Protection.NONE);
        boolean file = dice.oneIn(4);
        BufferName buffer = fresh ? name() : dice.any(free);
        if (fresh) {
            sketch.size(buffer, kinds.huge() && dice.oneIn(4) ? HUGE_PAGES : dice.of(1, 1, 1, 2, 2, 2, 3, 4));
        }
        int pages = sketch.size(buffer);
        boolean large = pages == HUGE_PAGES;
        boolean pool = pooled < kinds.pool() && (large || pages == 3) && dice.oneIn(2);
        if (pool) {
            pooled++;
        }
        boolean memfd = kinds.files() && !pool && dice.oneIn(3);
        if (large && !pool && !memfd) {
            sharing = Sharing.PRIVATE;
        }
        file &= !large && !pool;
        file &= !memfd;
        if (turn.acts() && !turn.areas().containsKey(buffer)) {
            turn.areas().put(buffer, new Area(pages, protection, file, memfd));
        }
        return new MmapStep(
                AT,
                turn.process(),
                buffer,
                pages,
                sharing,
                protection,
                large && !pool && !memfd && !dice.oneIn(5),
                pool,
                null,
                file ? FILE : null,
                memfd ? MEMFD : null,
                null,
                turn.register());
    }

    Step truncate(Turn turn) {
        int pages = dice.of(0, 1, 2, 3, 4, 4, 4);
        return new TruncateStep(AT, turn.process(), dice.oneIn(3) ? FILE : MEMFD, pages, turn.register());
    }

    /** What an exec keeps, mostly memory of the memfd; null if nothing. */
    @Nullable
    BufferName kept(Turn turn) {
        if (!kinds.files() || sketch.buffers().isEmpty() || dice.oneIn(3)) {
            return null;
        }
        List<BufferName> fit = turn.areas().entrySet().stream()
                .filter(area -> area.getValue().memfd)
                .map(Map.Entry::getKey)
                .toList();
        return fit.isEmpty() || turn.wrong() ? dice.any(sketch.buffers()) : dice.any(fit);
    }

    private BufferName name() {
        return new BufferName("b" + sketch.buffers().size());
    }

    @Nullable
    Step munmap(Turn turn) {
        PageRange range = range(turn);
        if (range == null) {
            return null;
        }
        if (turn.acts()) {
            sketch.munmap(turn.proc(), range);
        }
        return new MunmapStep(AT, turn.process(), range, turn.register());
    }

    @Nullable
    Step mremap(Turn turn) {
        PageRange range = range(turn);
        if (range == null || moves == MAX_MOVES) {
            return null;
        }
        moves++;
        BufferName target = name();
        sketch.size(target, sketch.size(range.buffer()));
        if (turn.acts()) {
            sketch.mremap(turn.proc(), range.buffer(), target);
        }
        return new MremapStep(AT, turn.process(), range.buffer(), target, turn.register());
    }

    @Nullable
    Step mprotect(Turn turn) {
        PageRange range = range(turn);
        if (range == null) {
            return null;
        }
        Protection protection = dice.of(Protection.RW, Protection.RW, Protection.RO, Protection.RO, Protection.NONE);
        Area area = turn.areas().get(range.buffer());
        if (area != null && turn.acts()) {
            area.set(range, protection);
        }
        return new MprotectStep(AT, turn.process(), range, protection, turn.register());
    }

    @Nullable
    Step madvise(Turn turn) {
        PageRange range = range(turn);
        if (range == null) {
            return null;
        }
        Advice advice = kinds.ksm() && !dice.oneIn(3)
                ? dice.of(Advice.MERGEABLE, Advice.MERGEABLE, Advice.MERGEABLE, Advice.UNMERGEABLE)
                : kinds.files() && dice.oneIn(4) ? later() : dice.any(ADVICE);
        Area area = turn.areas().get(range.buffer());
        if (area != null && turn.acts() && (advice == Advice.DONTFORK || advice == Advice.DOFORK)) {
            area.inherited = advice == Advice.DOFORK;
        }
        return new MadviseStep(AT, turn.process(), range, advice, turn.register());
    }

    private Advice later() {
        return kinds.huge() && dice.oneIn(2) ? Advice.COLLAPSE : Advice.REMOVE;
    }

    private @Nullable PageRange range(Turn turn) {
        return aim.range(turn.areas(), Objects::nonNull, HUGE_PAGES, turn.wrong());
    }

    @Nullable
    Step read(Turn turn) {
        PageRef page = aim.page(turn.areas(), Sketch::readable, turn.wrong());
        return page == null ? null : new ReadStep(AT, turn.process(), page, turn.register());
    }

    @Nullable
    Step write(Turn turn, Value value) {
        PageRef page = aim.page(turn.areas(), Sketch::writable, turn.wrong());
        return page == null ? null : new WriteStep(AT, turn.process(), page, value, turn.register());
    }
}
