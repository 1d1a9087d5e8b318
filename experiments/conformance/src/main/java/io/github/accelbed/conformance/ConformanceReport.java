package io.github.accelbed.conformance;

import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.BarChart;
import io.github.accelbed.reports.result.BarSeries;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.reports.result.TableOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A conformance as tables and charts of the report. */
public final class ConformanceReport {
    private static final String NAME = "conform";
    private static final String KINDS = "steps";
    private static final String LEFT_OUT = "not-carried-out";
    private static final String DISAGREEMENTS = "disagreements";

    private ConformanceReport() {}

    /**
     * Makes the result that is written and drawn.
     *
     * @param conformance what was found
     * @return its tables, charts and findings
     */
    public static ExperimentResult of(Conformance conformance) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("kernel", conformance.kernel().name());
        parameters.put("modelled as", conformance.kernel().version().toString());
        parameters.put("programs", Integer.toString(conformance.programs().all()));
        parameters.put("seed", Long.toString(conformance.seed()));
        List<ChartSpec> charts = new ArrayList<>();
        if (!conformance.agreement().isEmpty()) {
            charts.add(kinds(conformance));
        }
        if (!conformance.notCarriedOut().isEmpty()) {
            charts.add(leftOut(conformance));
        }
        return new ExperimentResult(
                NAME,
                "The model held against Linux " + conformance.kernel().name(),
                "Does the model answer as the running kernel does? The same scenarios and random programs run on both, the kernel's"
                        + " side with real processes; answers are compared step by step, and so is which pages are shared.",
                findings(conformance),
                parameters,
                List.of(kindTable(conformance), leftOutTable(conformance), disagreementTable(conformance)),
                charts);
    }

    /**
     * The same for several kernels: kinds of steps down, kernels across.
     *
     * @param sweep what was found, a kernel each
     * @return its tables, charts and findings
     */
    public static ExperimentResult of(List<Conformance> sweep) {
        if (sweep.size() == 1) {
            return of(sweep.get(0));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("kernels", sweep.stream().map(one -> one.kernel().name()).collect(Collectors.joining(", ")));
        parameters.put("seed", Long.toString(sweep.get(0).seed()));
        List<String> findings = new ArrayList<>();
        for (Conformance one : sweep) {
            String kernel =
                    "Linux " + one.kernel().version() + " (" + one.kernel().name() + "): ";
            findings(one).forEach(finding -> findings.add(kernel + finding));
        }
        List<Conformance.Of<Map.Entry<String, KindCount>>> kinds =
                Conformance.each(sweep, one -> one.agreement().entrySet());
        List<Conformance.Of<Map.Entry<String, Long>>> leftOut =
                Conformance.each(sweep, one -> one.notCarriedOut().entrySet());
        List<Conformance.Of<Disagreement>> disagreements = Conformance.each(sweep, Conformance::disagreements);
        return new ExperimentResult(
                NAME,
                "The model held against " + sweep.size() + " kernels",
                "Does the model answer as each of these kernels does? The same scenarios and random programs run on the model, by the"
                        + " rules of that very release, and with real processes on the kernel.",
                findings,
                parameters,
                List.of(
                        new TableOf<Conformance.Of<Map.Entry<String, KindCount>>>(KINDS, kinds)
                                .column(
                                        "kernel",
                                        kind -> kind.kernel().version().toString())
                                .column("step kind", kind -> kind.what().getKey())
                                .column("agree", kind -> kind.what().getValue().agree())
                                .column("differ", kind -> kind.what().getValue().differ())
                                .table(),
                        new TableOf<Conformance.Of<Map.Entry<String, Long>>>(LEFT_OUT, leftOut)
                                .column("kernel", why -> why.kernel().version().toString())
                                .column("why", why -> why.what().getKey())
                                .column("times", why -> why.what().getValue())
                                .table(),
                        new TableOf<Conformance.Of<Disagreement>>(DISAGREEMENTS, disagreements)
                                .column("kernel", one -> one.kernel().version().toString())
                                .column("program", one -> one.what().name())
                                .column("step", one -> one.what().last().step())
                                .column("model", one -> one.what().last().model())
                                .column(
                                        "kernel answers",
                                        one -> one.what().last().kernel())
                                .column("note", one -> one.what().last().note())
                                .column("scenario", one -> one.what().scn())
                                .table()),
                List.of(across(sweep)));
    }

    private static ChartSpec across(List<Conformance> sweep) {
        List<String> kinds = sweep.stream()
                .flatMap(ConformanceReport::steps)
                .map(Map.Entry::getKey)
                .distinct()
                .sorted()
                .toList();
        return new BarChart(
                new ChartHead(
                        "agreement",
                        "Steps compared on each kernel",
                        "How many steps of each kind each kernel answered as the model of that release does.",
                        KINDS,
                        null),
                Axis.linear("step kind", ""),
                Axis.linear("steps", ""),
                kinds,
                sweep.stream()
                        .map(one -> new BarSeries(
                                one.kernel().version().toString(),
                                "",
                                kinds.stream()
                                        .map(kind -> one.agreement().get(kind))
                                        .map(count -> count == null ? 0.0 : (double) count.agree())
                                        .toList(),
                                List.of()))
                        .toList());
    }

    private static List<String> findings(Conformance conformance) {
        List<String> findings = new ArrayList<>();
        long compared = conformance.agreement().values().stream()
                .mapToLong(KindCount::compared)
                .sum();
        findings.add(
                conformance.full()
                        ? "Model and kernel agree on all " + compared + " comparisons."
                        : "Model and kernel differ in "
                                + conformance.disagreements().size() + " programs, each given below.");
        findings.add(sentence("built-in scenarios", conformance.scenarios()));
        findings.add(sentence("random programs", conformance.programs()));
        for (Disagreement disagreement : conformance.disagreements()) {
            findings.add(disagreement.name() + ": " + disagreement.last().inWords() + ".");
        }
        return findings;
    }

    private static String sentence(String what, Conformance.Tally tally) {
        return "Of " + tally.all() + " " + what + " " + tally.carriedOut() + " were carried out and " + tally.agreed()
                + " agree in every step.";
    }

    private static DataTable kindTable(Conformance conformance) {
        return new TableOf<Map.Entry<String, KindCount>>(
                        KINDS, conformance.agreement().entrySet())
                .column("step kind", Map.Entry::getKey)
                .column("agree", kind -> kind.getValue().agree())
                .column("differ", kind -> kind.getValue().differ())
                .table();
    }

    private static DataTable leftOutTable(Conformance conformance) {
        return new TableOf<Map.Entry<String, Long>>(
                        LEFT_OUT, conformance.notCarriedOut().entrySet())
                .column("why", Map.Entry::getKey)
                .column("times", Map.Entry::getValue)
                .table();
    }

    private static DataTable disagreementTable(Conformance conformance) {
        return new TableOf<Disagreement>(DISAGREEMENTS, conformance.disagreements())
                .column("program", Disagreement::name)
                .column("step", program -> program.last().step())
                .column("model", program -> program.last().model())
                .column("kernel", program -> program.last().kernel())
                .column("note", program -> program.last().note())
                .column("scenario", Disagreement::scn)
                .table();
    }

    private static ChartSpec kinds(Conformance conformance) {
        List<String> kinds = steps(conformance).map(Map.Entry::getKey).toList();
        return new BarChart(
                new ChartHead(
                        "agreement",
                        "Steps compared on Linux " + conformance.kernel().name(),
                        "How many steps of each kind the kernel answered as the model does, and how many otherwise.",
                        KINDS,
                        null),
                Axis.linear("step kind", ""),
                Axis.linear("steps", ""),
                kinds,
                List.of(bars("agree", conformance, KindCount::agree), bars("differ", conformance, KindCount::differ)));
    }

    private static BarSeries bars(String name, Conformance conformance, ToLongFunction<KindCount> value) {
        return new BarSeries(
                name,
                "",
                steps(conformance)
                        .map(kind -> (double) value.applyAsLong(kind.getValue()))
                        .toList(),
                List.of());
    }

    /** Where pages lie is compared after every step, and would dwarf the rest. */
    private static Stream<Map.Entry<String, KindCount>> steps(Conformance conformance) {
        return conformance.agreement().entrySet().stream()
                .filter(kind -> !kind.getKey().equals(StepKind.PHYSICAL_IDENTITY));
    }

    private static ChartSpec leftOut(Conformance conformance) {
        List<String> reasons = List.copyOf(conformance.notCarriedOut().keySet());
        return new BarChart(
                new ChartHead(
                        "not-carried-out",
                        "What a user's processes could not carry out",
                        "Scenarios that need a device, root's hands or a pin that the kernel gives nobody; of programs, the steps of"
                                + " queues whose process is gone.",
                        LEFT_OUT,
                        null),
                Axis.linear("step", ""),
                Axis.linear("times", ""),
                reasons.stream().map(why -> why.substring(0, why.indexOf(':'))).toList(),
                List.of(new BarSeries(
                        "not carried out",
                        "",
                        conformance.notCarriedOut().values().stream()
                                .map(count -> (double) count)
                                .toList(),
                        List.of())));
    }
}
