package io.github.accelbed.fuzzer;

import io.github.accelbed.reports.result.CellResult;
import io.github.accelbed.reports.result.CellStatus;
import io.github.accelbed.reports.result.Explored;
import io.github.accelbed.scenario.language.term.Symbols;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What programs were made of and how they ended. */
public final class Counts {

    /** What is counted by name. */
    public enum Table {
        /** Steps of programs that were run, by the words of the language. */
        STEPS("steps"),
        /** Programs that were run by row; {@code mm} is none. */
        ROWS("rows"),
        /** Programs that were run by kernel. */
        KERNELS("kernels"),
        /** Cells by how they ended. */
        CELLS("cells"),
        /** Registers by what they hold; values are counted together. */
        ANSWERS("answers");

        private final String title;

        Table(String title) {
            this.title = title;
        }

        /**
         * What is counted.
         *
         * @return in the plural
         */
        public String title() {
            return title;
        }
    }

    private static final int MANY_STATES = 100;
    private static final Pattern STEP = Pattern.compile("^  (\\w+): ([a-z-]+)", Pattern.MULTILINE);
    private static final Pattern SPECIAL = Pattern.compile(": kill|par preempt|explore events");

    private final Map<Table, Map<String, Long>> tables = new LinkedHashMap<>();
    private long programs;
    private long special;
    private long both;
    private long manyStates;
    private long states;
    private long digest;

    Counts() {
        for (Table table : Table.values()) {
            tables.put(table, new TreeMap<>());
        }
    }

    static boolean special(Program program) {
        return SPECIAL.matcher(program.text()).find();
    }

    void add(Program program, Examination found) {
        programs++;
        digest += (program.number() + 1) * Objects.hash(String.valueOf(found.plain()), String.valueOf(found.states()));
        special += special(program) ? 1 : 0;
        CellResult plain = found.plain();
        if (plain == null) {
            add(Table.CELLS, "broke", 1);
            return;
        }
        add(Table.CELLS, plain.status().id(), 1);
        if (plain.status() == CellStatus.SKIP) {
            return;
        }
        add(Table.ROWS, plain.backend(), 1);
        add(Table.KERNELS, plain.kernel(), 1);
        Matcher step = STEP.matcher(program.text().substring(0, program.text().indexOf("\nexpect")));
        while (step.find()) {
            add(Table.STEPS, kind(step.group(1), step.group(2)), 1);
        }
        plain.outcomes()
                .forEach(outcome -> outcome.registers()
                        .values()
                        .forEach(answer -> add(Table.ANSWERS, Symbols.isSymbol(answer) ? answer : "a value", 1)));
        Explored explored = found.states() == null ? null : found.states().explored();
        if (explored != null) {
            states += explored.states();
        }
        if (found.both() && explored != null) {
            both++;
            manyStates += explored.states() > MANY_STATES ? 1 : 0;
        }
    }

    /** Reads and writes are three kinds: of a process, of a queue and of a page reference. */
    private static String kind(String actor, String verb) {
        boolean access = verb.equals("read") || verb.equals("write");
        return !access || Character.isUpperCase(actor.charAt(0))
                ? verb
                : verb + (actor.startsWith("q") ? " (device)" : " (reference)");
    }

    private void add(Table table, String name, long count) {
        of(table).merge(name, count, Long::sum);
    }

    void add(Counts other) {
        programs += other.programs;
        special += other.special;
        both += other.both;
        manyStates += other.manyStates;
        states += other.states;
        digest += other.digest;
        other.tables.forEach((table, counts) -> counts.forEach((name, count) -> add(table, name, count)));
    }

    /**
     * One table.
     *
     * @param table which
     * @return how many of each name, names in alphabetical order
     */
    public Map<String, Long> of(Table table) {
        return tables.getOrDefault(table, Map.of());
    }

    /**
     * All programs.
     *
     * @return how many
     */
    public long programs() {
        return programs;
    }

    /**
     * Programs with a kill, a {@code preempt} or an event.
     *
     * @return how many
     */
    public long special() {
        return special;
    }

    /**
     * Programs explored to the end by states and by orders.
     *
     * @return how many
     */
    public long both() {
        return both;
    }

    /**
     * Those of them that have more than 100 states.
     *
     * @return how many
     */
    public long manyStates() {
        return manyStates;
    }

    /**
     * The states of all explorations together.
     *
     * @return how many
     */
    public long states() {
        return states;
    }

    /**
     * A number made of all that every plain run and exploration came to: where it differs, something does.
     *
     * @return the same for the same programs in any process
     */
    public long digest() {
        return digest;
    }
}
