package io.github.accelbed.scenario.language;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.scenario.language.step.LeaseStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One question, checked and ready to run. Built by {@link ScenarioParser}, or by a program that prints it with {@link
 * ScenarioPrinter}.
 *
 * @param file the name of the file it was read from, as messages give it
 * @param text the text it was read from; empty if it was not
 * @param name its name, {@code fork-cow/parent-writes-first} for example
 * @param title the question in words
 * @param claims ids of the claims it bears on, in written order
 * @param kernels the kernels it runs on, in written order; {@link #DEFAULT_KERNELS} if the text names none
 * @param backends the backends it runs on, in written order, {@code all} resolved; {@link #DEFAULT_BACKENDS} if the text
 *     names none; of no meaning if {@link #isMmOnly()}
 * @param devices its devices, at least one; the first is the default one
 * @param limits limits on resources
 * @param exploration settings for exploration
 * @param ablations the mechanisms it does without, in written order
 * @param statements what happens
 * @param expectations what must come out, at least one
 * @param warnings what is odd but not wrong, in the order of the text
 */
public record Scenario(
        String file,
        String text,
        String name,
        String title,
        List<String> claims,
        List<KernelVersion> kernels,
        List<String> backends,
        List<DeclaredDevice> devices,
        Limits limits,
        Exploration exploration,
        List<String> ablations,
        List<Statement> statements,
        List<Expectation> expectations,
        List<Problem> warnings) {

    /** The kernels of a scenario that names none: one an era that matters. */
    public static final List<KernelVersion> DEFAULT_KERNELS = Stream.of(
                    "4.20", "5.4", "5.8", "5.10", "5.17", "6.1", "6.18", "7.0")
            .map(KernelVersion::parse)
            .toList();

    /** The backends of a scenario that names none. */
    public static final List<String> DEFAULT_BACKENDS = List.of("uacce", "vfio", "odp");

    /** The backend name of the cells of a scenario without {@code open}. */
    public static final String MM = "mm";

    /** The most pages a buffer can have. */
    public static final int MAX_PAGES = 1 << 20;

    /** Checks that nothing essential is missing, and copies the lists. */
    public Scenario {
        claims = List.copyOf(claims);
        kernels = List.copyOf(kernels);
        backends = List.copyOf(backends);
        devices = List.copyOf(devices);
        ablations = List.copyOf(ablations);
        statements = List.copyOf(statements);
        expectations = List.copyOf(expectations);
        warnings = List.copyOf(warnings);
        if (kernels.isEmpty() || backends.isEmpty() || devices.isEmpty()) {
            throw new IllegalArgumentException("a scenario has a kernel, a backend and a device");
        }
        if (statements.isEmpty() || expectations.isEmpty()) {
            throw new IllegalArgumentException("a scenario runs something and expects something");
        }
    }

    /**
     * The device of an {@code open} that names none.
     *
     * @return the first device
     */
    public DeclaredDevice defaultDevice() {
        return devices.get(0);
    }

    /**
     * All steps in written order, those of branches included.
     *
     * @return the steps
     */
    public Stream<Step> steps() {
        return statements.stream().flatMap(Scenario::stepsOf);
    }

    private static Stream<Step> stepsOf(Statement statement) {
        if (statement instanceof ParBlock par) {
            return par.branches().stream().flatMap(List::stream);
        }
        return Stream.of((Step) statement);
    }

    /**
     * Whether the scenario opens no queue, so that no backend matters: it then has one cell per kernel, of backend {@link
     * #MM}.
     *
     * @return true if no step is an {@code open} or a {@code lease}
     */
    public boolean isMmOnly() {
        return steps().noneMatch(step -> step instanceof OpenStep || step instanceof LeaseStep);
    }

    /**
     * Whether its steps can come in more than one order: it has a {@code par} without {@code preempt}, which names one order, or asks for
     * spontaneous events.
     *
     * @return false if a plain run shows all that can happen
     */
    public boolean hasOrders() {
        return !exploration.events().isEmpty()
                || statements.stream().anyMatch(statement -> statement instanceof ParBlock par && par.preempt() == 0);
    }

    /**
     * The backends of the scenario's cells.
     *
     * @return {@link #backends()}, or {@link #MM} alone if {@link #isMmOnly()}
     */
    public List<String> cellBackends() {
        return isMmOnly() ? List.of(MM) : backends;
    }

    /**
     * The same scenario with other warnings.
     *
     * @param others the warnings
     * @return a copy
     */
    public Scenario withWarnings(List<Problem> others) {
        return new Scenario(
                file,
                text,
                name,
                title,
                claims,
                kernels,
                backends,
                devices,
                limits,
                exploration,
                ablations,
                statements,
                expectations,
                others);
    }

    /**
     * The same steps in other cells, with other questions.
     *
     * @param questions what is asked of each outcome instead of the expectations, at least one
     * @param rows the backends
     * @param releases the kernels
     * @param without mechanisms to leave out beyond those it leaves out itself
     * @return a copy
     */
    public Scenario asked(
            List<Expectation> questions, List<String> rows, List<KernelVersion> releases, List<String> without) {
        Set<String> left = new LinkedHashSet<>(ablations);
        left.addAll(without);
        return new Scenario(
                file,
                text,
                name,
                title,
                claims,
                releases,
                rows,
                devices,
                limits,
                exploration,
                List.copyOf(left),
                statements,
                questions,
                List.of());
    }
}
