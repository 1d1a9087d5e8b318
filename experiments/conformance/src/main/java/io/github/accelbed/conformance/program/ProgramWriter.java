package io.github.accelbed.conformance.program;

import io.github.accelbed.conformance.program.Sketch.Area;
import io.github.accelbed.conformance.program.Sketch.Proc;
import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.step.ExecStep;
import io.github.accelbed.scenario.language.step.ExitStep;
import io.github.accelbed.scenario.language.step.ForkStep;
import io.github.accelbed.scenario.language.step.KillStep;
import io.github.accelbed.scenario.language.step.KsmStep;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.VforkStep;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.IntegerValue;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.Value;
import io.github.accelbed.scenario.program.Dice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the steps of one random program: whose turn it is, what kind of step it is, and the lives of processes. */
final class ProgramWriter {
    private static final Position AT = Position.NONE;
    private static final int MIN_STEPS = 20;
    private static final int MAX_STEPS = 40;
    private static final int MAX_ALIVE = 4;
    private static final int WRONG_ONE_IN = 10;
    private static final int FIRST_OPEN = 4;

    private final Dice dice;
    private final boolean queue;
    private final boolean ksm;
    private final List<Verb> verbs;
    private final Sketch sketch = new Sketch();
    private final MemorySteps memory;
    private final HolderSteps holders;
    private final @Nullable VfioSteps vfio;
    private final List<Statement> steps = new ArrayList<>();

    ProgramWriter(Random random, boolean queue, @Nullable DeclaredDevice device, MemoryKinds kinds) {
        boolean real = device != null;
        dice = new Dice(random);
        this.queue = queue;
        ksm = kinds.ksm();
        verbs = Stream.of(Verb.values())
                .filter(verb -> queue || !verb.ofQueue())
                .filter(verb -> kinds.files() || verb != Verb.TRUNCATE)
                .filter(verb -> real || verb != Verb.UNMAP)
                .filter(verb -> kinds.ksm() || verb != Verb.KSM)
                .flatMap(verb -> Collections.nCopies(verb.weight * (real && verb.ofQueue() ? 2 : 1), verb).stream())
                .toList();
        Aim aim = new Aim(dice, sketch);
        memory = new MemorySteps(dice, sketch, aim, kinds);
        holders = new HolderSteps(dice, sketch, aim, kinds.readOnlyPins());
        vfio = device == null ? null : new VfioSteps(dice, sketch, aim, device);
    }

    List<Statement> steps() {
        int length = MIN_STEPS + dice.below(MAX_STEPS - MIN_STEPS + 1);
        while (steps.size() < length) {
            boolean wrong = dice.oneIn(WRONG_ONE_IN);
            Turn turn = new Turn(actor(wrong), wrong, "r" + steps.size());
            Step step = step(verb(turn.proc()), turn);
            if (step != null) {
                steps.add(step);
                if (turn.acts()
                        && turn.proc().borrowed > 0
                        && step.actor().equals(turn.process().text())) {
                    turn.proc().borrowed--;
                }
            }
        }
        return steps;
    }

    /** While somebody waits for a child of vfork, it is mostly that child's turn, and at times the waiting one's. */
    private Proc actor(boolean wrong) {
        List<Proc> dead = sketch.procs(proc -> !proc.alive);
        if (wrong && !dead.isEmpty() && dice.oneIn(3)) {
            return dice.any(dead);
        }
        List<Proc> waiting = sketch.procs(proc -> proc.alive && proc.waitsFor != null);
        List<Proc> borrowing = sketch.procs(proc -> proc.acts() && proc.borrowed >= 0);
        if (!waiting.isEmpty() && dice.oneIn(8)) {
            return dice.any(waiting);
        }
        if (!borrowing.isEmpty() && !dice.oneIn(4)) {
            return dice.any(borrowing);
        }
        return dice.any(sketch.procs(Proc::acts));
    }

    private Verb verb(Proc proc) {
        if (proc.acts() && proc.borrowed == 0) {
            return dice.of(Verb.EXEC, Verb.EXIT);
        }
        if (proc.acts() && proc.areas.isEmpty() && !dice.oneIn(3)) {
            return Verb.MMAP;
        }
        if (queue && !sketch.opened() && steps.size() >= FIRST_OPEN && dice.oneIn(2)) {
            return Verb.OPEN;
        }
        return dice.any(verbs);
    }

    private Value value() {
        return new IntegerValue(ksm ? dice.of(1, 1, 1, 2, 2, 0) : steps.size() + 1L);
    }

    private @Nullable Step step(Verb verb, Turn turn) {
        return switch (verb) {
            case MMAP -> memory.mmap(turn);
            case MUNMAP -> memory.munmap(turn);
            case MPROTECT -> memory.mprotect(turn);
            case MADVISE -> memory.madvise(turn);
            case TRUNCATE -> memory.truncate(turn);
            case KSM -> new KsmStep(AT, null, null, turn.register());
            case MREMAP -> memory.mremap(turn);
            case READ -> memory.read(turn);
            case WRITE -> memory.write(turn, value());
            case FORK -> fork(turn);
            case VFORK -> vfork(turn);
            case EXEC -> exec(turn);
            case EXIT -> exit(turn);
            case KILL -> kill(turn);
            case PIN -> holders.pin(turn);
            case GET -> holders.get(turn);
            case UNPIN -> holders.unpin(turn);
            case REFERENCE_READ -> holders.read(turn);
            case REFERENCE_WRITE -> holders.write(turn, value());
            case OPEN -> vfio == null ? holders.open(turn) : vfio.open(turn);
            case MAP -> vfio == null ? holders.map(turn) : vfio.map(turn);
            case DEVICE_READ -> vfio == null ? holders.deviceRead(turn) : vfio.deviceRead(turn);
            case DEVICE_WRITE -> vfio == null ? holders.deviceWrite(turn, value()) : vfio.deviceWrite(turn, value());
            case DEVICE_COPY -> vfio == null ? holders.deviceCopy(turn) : vfio.deviceCopy(turn);
            case CLOSE -> vfio == null ? holders.close(turn) : vfio.close(turn);
            case UNMAP -> vfio == null ? null : vfio.unmap(turn);
        };
    }

    private long alive() {
        return sketch.procs(proc -> proc.alive).size();
    }

    private boolean crowded() {
        return alive() == MAX_ALIVE || sketch.processes() == ProgramGenerator.PROCESSES;
    }

    private @Nullable Step fork(Turn turn) {
        if (crowded()) {
            return null;
        }
        Proc child = sketch.introduce();
        if (turn.acts()) {
            sketch.fork(turn.proc(), child);
        }
        return new ForkStep(AT, turn.process(), child.name, turn.register());
    }

    private @Nullable Step vfork(Turn turn) {
        if (crowded()) {
            return null;
        }
        Proc child = sketch.introduce();
        if (turn.acts()) {
            sketch.vfork(turn.proc(), child, 1 + dice.below(5));
        }
        return new VforkStep(AT, turn.process(), child.name, turn.register());
    }

    private Step exec(Turn turn) {
        BufferName kept = memory.kept(turn);
        if (turn.acts()) {
            Area area = kept == null ? null : turn.areas().get(kept);
            sketch.exec(turn.proc());
            if (kept != null && area != null && area.memfd) {
                turn.areas().put(kept, new Area(sketch.size(kept), Protection.RW, false, true));
            }
        }
        return new ExecStep(AT, turn.process(), kept, turn.register());
    }

    private @Nullable Step exit(Turn turn) {
        if (turn.acts() && alive() == 1) {
            return null;
        }
        if (turn.acts()) {
            sketch.leave(turn.proc());
            turn.proc().alive = false;
        }
        return new ExitStep(AT, turn.process(), turn.register());
    }

    /** SIGKILL reaches a process that waits for its vfork, too. */
    private @Nullable Step kill(Turn turn) {
        if (turn.proc().alive && alive() == 1) {
            return null;
        }
        if (turn.proc().alive) {
            sketch.leave(turn.proc());
            turn.proc().alive = false;
        }
        return new KillStep(AT, turn.process(), turn.register());
    }
}
