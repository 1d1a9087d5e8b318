package io.github.accelbed.fuzzer;

import io.github.accelbed.fuzzer.Sketch.Proc;
import io.github.accelbed.scenario.program.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes programs: each depends on the seed and its number only. */
final class ProgramWriter {
    private static final int MOST_IN_BRANCH = 3;
    private static final int MISUSE = 9;

    /** What is refused at once has few orders. */
    private static final int MISUSE_EXPLORED = 27;

    private static final int MOST_PREEMPT = 30;

    private final long seed;
    private final Offers offers = new Offers();

    ProgramWriter(long seed) {
        this.seed = seed;
    }

    /**
     * One program.
     *
     * @param number from 0
     */
    Program program(long number) {
        return new Writing(new Dice(new Random(mixed(seed, number))), number).program();
    }

    /** The finalizer of SplitMix64, so that neighbours have nothing in common. */
    private static long mixed(long seed, long number) {
        long z = seed * 0x9E3779B97F4A7C15L + number;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** One program while it is written. */
    private final class Writing {
        private final Dice dice;
        private final long number;
        private final boolean explored;
        private final boolean kills;
        private final boolean preempts;
        private final boolean devices;
        private final Headers headers;
        private final Sketch sketch = new Sketch();
        private final Choice choice;
        private final MemorySteps memory;
        private final LifeSteps life;
        private final QueueSteps queues;
        private final RootSteps root;
        private final List<Verb> verbs = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Writing(Dice dice, long number) {
            this.dice = dice;
            this.number = number;
            explored = dice.oneIn(15);
            kills = dice.oneIn(7);
            preempts = dice.oneIn(8);
            headers = new Headers(dice, offers, number);
            choice = new Choice(dice, sketch, headers, explored ? MISUSE_EXPLORED : MISUSE);
            memory = new MemorySteps(choice, explored);
            life = new LifeSteps(choice);
            queues = new QueueSteps(choice);
            root = new RootSteps(choice);
            verbs.addAll(memory.verbs());
            verbs.addAll(life.verbs(kills));
            devices = !dice.oneIn(10);
            if (devices) {
                verbs.addAll(queues.verbs());
                verbs.addAll(root.deviceVerbs());
            }
            verbs.addAll(root.verbs());
        }

        Program program() {
            boolean events = dice.oneIn(explored ? 3 : 40);
            if (events) {
                headers.events(explored ? 1 : 2);
            }
            if (dice.oneIn(explored ? 4 : 80)) {
                headers.retries();
            }
            if (devices && dice.oneIn(40)) {
                line(root.plug());
            }
            begin();
            steps(dice.below(explored ? 5 : 9));
            if (explored || preempts || dice.oneIn(6)) {
                par();
                steps(dice.below(4));
            } else {
                steps(dice.below(6));
            }
            return new Program(number, headers + "\nrun\n" + text + "\nexpect\n" + expectations(), explored);
        }

        /** Memory and mostly a queue, so that the rest has something to be about. */
        private void begin() {
            line(memory.mmap());
            if (!dice.oneIn(5)) {
                line(memory.write());
            }
            if (devices && !dice.oneIn(6)) {
                line(queues.open());
                if (!dice.oneIn(4)) {
                    line(queues.map());
                }
            }
            if (dice.oneIn(explored ? 2 : 4)) {
                line(life.fork());
            }
        }

        private void steps(int most) {
            for (int i = 0; i < most; i++) {
                step();
            }
        }

        private void step() {
            choice.turn();
            String line = null;
            while (line == null || (explored && line.contains(": count ") && !dice.oneIn(4))) {
                line = verb().line().get();
            }
            line(line);
        }

        private Verb verb() {
            int at = dice.below(verbs.stream().mapToInt(Verb::weight).sum());
            for (Verb verb : verbs) {
                at -= verb.weight();
                if (at < 0) {
                    return verb;
                }
            }
            throw new IllegalStateException("weights do not add up");
        }

        /** Mostly it binds what it answers: a failure that nobody takes note of ends the run. */
        private void line(@Nullable String line) {
            if (line != null) {
                boolean binds = line.contains(": count ") || !dice.oneIn(60);
                text.append("  ")
                        .append(line)
                        .append(binds ? " -> " + sketch.register() : "")
                        .append('\n');
            }
        }

        private void par() {
            text.append("  par")
                    .append(preempts ? " preempt " + (1 + preempt()) : "")
                    .append('\n');
            int branches = dice.oneIn(5) ? 3 : 2;
            List<Proc> procs = sketch.known(Proc.class, Proc::acts);
            Proc victim = null;
            for (int branch = 0; branch < branches; branch++) {
                if (branch > 0) {
                    text.append("  and\n");
                }
                sketch.enterBranch();
                Proc favourite = procs.isEmpty() ? null : procs.get(branch % procs.size());
                choice.favour(favourite);
                if (kills && victim != null && branch == branches - 1 && !dice.oneIn(4)) {
                    line(life.end(victim, "kill"));
                } else {
                    steps(explored ? inExploredBranch(branches) : 1 + dice.below(MOST_IN_BRANCH));
                }
                victim = victim == null ? favourite : victim;
            }
            choice.favour(null);
            sketch.leavePar();
            text.append("  end\n");
        }

        /** Enough for some hundred states, and seldom for many thousands. */
        private int inExploredBranch(int branches) {
            return branches > 2 ? 1 + dice.below(2) : dice.of(2, 2, 3);
        }

        private int preempt() {
            return dice.below(1 + dice.below(MOST_PREEMPT));
        }

        private String expectations() {
            StringBuilder asked = new StringBuilder();
            for (int left = dice.oneIn(4) ? 1 + dice.below(2) : 0; left > 0; left--) {
                asked.append("  ")
                        .append(dice.of("", "", "always: ", "sometimes: ", "never: "))
                        .append(condition())
                        .append('\n');
            }
            return asked.isEmpty() ? "  1 = 1\n" : asked.toString();
        }

        private String condition() {
            return switch (dice.below(6)) {
                case 0 -> "not " + comparison();
                case 1 -> comparison() + " and " + comparison();
                case 2 -> "(" + comparison() + " or " + comparison() + ")";
                default -> comparison();
            };
        }

        private String comparison() {
            String counter = root.counter();
            if (counter != null && dice.oneIn(2)) {
                return counter + " " + dice.of("=", "!=", "<", "<=", ">", ">=") + " " + dice.below(4);
            }
            String value = sketch.registers().isEmpty() ? "1" : dice.any(sketch.registers());
            return value + " " + dice.of("=", "!=", "=", "!=", "<") + " "
                    + dice.of("ok", "blocked", "stalled", "EFAULT", "SIGSEGV", "0", "7", "\"x\"");
        }
    }
}
