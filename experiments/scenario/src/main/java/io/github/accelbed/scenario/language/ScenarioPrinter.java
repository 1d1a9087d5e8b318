package io.github.accelbed.scenario.language;

import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuKind;
import io.github.accelbed.scenario.language.condition.And;
import io.github.accelbed.scenario.language.condition.Comparison;
import io.github.accelbed.scenario.language.condition.Condition;
import io.github.accelbed.scenario.language.condition.Not;
import io.github.accelbed.scenario.language.condition.Or;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.TextValue;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a scenario in its canonical form: headers in a fixed order, those left out that say what holds without them.
 * The parser reads the same scenario back, except for positions, the texts of expectations and comments.
 */
public final class ScenarioPrinter {

    private static final long KIB = 1024;

    private ScenarioPrinter() {}

    /**
     * Writes a scenario.
     *
     * @param scenario any scenario, read or built
     * @return a text that ends in a newline
     */
    public static String print(Scenario scenario) {
        StringBuilder text = new StringBuilder();
        headers(text, scenario);
        text.append("\nrun\n");
        StepPrinter printer = new StepPrinter(scenario);
        scenario.statements().forEach(statement -> statement(text, statement, printer));
        text.append("\nexpect\n");
        scenario.expectations()
                .forEach(expectation ->
                        text.append("  ").append(print(expectation)).append('\n'));
        return text.toString();
    }

    /**
     * Writes one step in its canonical form.
     *
     * @param scenario the scenario it belongs to, which knows the default device and the sizes of buffers
     * @param step one of its steps
     * @return one line without its end
     */
    public static String print(Scenario scenario, Step step) {
        return new StepPrinter(scenario).print(step);
    }

    /**
     * Writes one expectation in its canonical form.
     *
     * @param expectation any expectation
     * @return one line without its end
     */
    public static String print(Expectation expectation) {
        String prefix = String.join(" ", expectation.backends());
        if (!expectation.ranges().isEmpty()) {
            prefix += (prefix.isEmpty() ? "@ " : " @ ") + words(expectation.ranges());
        }
        if (expectation.quantifier() != Quantifier.ALWAYS) {
            prefix += (prefix.isEmpty() ? "" : " ") + expectation.quantifier().word();
        }
        return (prefix.isEmpty() ? "" : prefix + ": ") + print(expectation.condition());
    }

    /**
     * Writes one condition in its canonical form, with brackets only where they change something.
     *
     * @param condition any condition
     * @return its text
     */
    public static String print(Condition condition) {
        if (condition instanceof Comparison c) {
            return c.left() + " " + c.comparator().sign() + " " + c.right();
        }
        if (condition instanceof Not not) {
            return "not " + part(not.negated(), true);
        }
        if (condition instanceof And and) {
            return and.parts().stream().map(part -> part(part, true)).collect(Collectors.joining(" and "));
        }
        return ((Or) condition).parts().stream().map(part -> part(part, false)).collect(Collectors.joining(" or "));
    }

    private static String part(Condition part, boolean tight) {
        boolean brackets = part instanceof Or || (tight && part instanceof And);
        return brackets ? "(" + print(part) + ")" : print(part);
    }

    private static void headers(StringBuilder text, Scenario scenario) {
        header(text, "scenario", scenario.name());
        header(text, "title", TextValue.quote(scenario.title()));
        header(text, "claim", words(scenario.claims()));
        if (!scenario.kernels().equals(Scenario.DEFAULT_KERNELS)) {
            header(text, "kernel", words(VersionRange.words(scenario.kernels())));
        }
        if (!scenario.backends().equals(Scenario.DEFAULT_BACKENDS)) {
            header(text, "backend", words(scenario.backends()));
        }
        if (!scenario.devices().equals(List.of(DeclaredDevice.DEFAULT))) {
            for (DeclaredDevice device : scenario.devices()) {
                String via = device.via() == null ? "" : " via " + device.via();
                String lacks = (device.pasid() ? "" : " no-pasid")
                        + (device.pri() ? "" : " no-pri")
                        + (device.rawio() ? "" : " no-rawio")
                        + (device.iommu() == IommuKind.UNNAMED
                                ? ""
                                : " iommu " + device.iommu().id())
                        + (device.bits() == Iommu.ALL_BITS ? "" : " bits " + device.bits());
                header(text, "device", device.kind() + " queues " + device.queues() + via + lacks);
            }
        }
        Limits limits = scenario.limits();
        if (limits.memlockBytes() != null) {
            header(text, "limit", "memlock " + bytes(limits.memlockBytes()));
        }
        if (limits.pasids() != null) {
            header(text, "limit", "pasids " + limits.pasids());
        }
        if (limits.maps() != null) {
            header(text, "limit", "maps " + limits.maps());
        }
        if (limits.hugepages() != null) {
            header(text, "limit", "hugepages " + limits.hugepages());
        }
        List<String> events = scenario.exploration().events().stream()
                .map(SpontaneousEvent::word)
                .toList();
        header(text, "explore", events.isEmpty() ? "" : "events " + words(events));
        if (scenario.exploration().retries() != null) {
            header(text, "explore", "retries " + scenario.exploration().retries());
        }
        header(text, "without", words(scenario.ablations()));
    }

    private static void header(StringBuilder text, String word, String rest) {
        if (!rest.isEmpty()) {
            text.append(word).append(' ').append(rest).append('\n');
        }
    }

    private static void statement(StringBuilder text, Statement statement, StepPrinter printer) {
        if (statement instanceof Step step) {
            text.append("  ").append(printer.print(step)).append('\n');
            return;
        }
        ParBlock par = (ParBlock) statement;
        String word = par.preempt() == 0 ? "  par\n" : "  par preempt " + par.preempt() + "\n";
        for (List<Step> branch : par.branches()) {
            text.append(word);
            branch.forEach(
                    step -> text.append("    ").append(printer.print(step)).append('\n'));
            word = "  and\n";
        }
        text.append("  end\n");
    }

    private static String words(Collection<?> words) {
        return words.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static String bytes(long bytes) {
        long amount = bytes;
        int unit = 0;
        while (amount != 0 && amount % KIB == 0 && unit < 3) {
            amount /= KIB;
            unit++;
        }
        return amount + (unit == 0 ? "" : String.valueOf("KMG".charAt(unit - 1)));
    }
}
