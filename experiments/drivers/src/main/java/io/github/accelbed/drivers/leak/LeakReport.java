package io.github.accelbed.drivers.leak;

import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.TableOf;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tables, charts and findings of the chains. */
final class LeakReport {
    private static final String EACH = "each-mishap";
    private static final String SURFACE = "leak-surface";

    /** One cell of the surface: the worst of a stage's places. */
    private record Point(String backend, Mishap mishap, Stage stage, long places, long withChild, long left) {}

    private final List<Fate> fates;
    private final List<String> backends;

    LeakReport(List<Fate> fates) {
        this.fates = fates;
        backends = fates.stream().map(Fate::backend).distinct().toList();
    }

    private List<Fate> of(String backend) {
        return fates.stream().filter(fate -> fate.backend().equals(backend)).toList();
    }

    List<String> findings() {
        long failed = fates.stream().filter(f -> f.mishap() == Mishap.FAILED).count();
        long leaks = fates.stream().filter(fate -> !fate.leaked().isEmpty()).count();
        List<String> kernels = fates.stream().map(Fate::kernel).distinct().toList();
        List<String> findings = new ArrayList<>();
        findings.add(Words.count(failed, "chain") + " with a failed allocation and "
                + Words.count(fates.size() - failed, "chain") + " with a SIGKILL, of "
                + Words.count(backends.size(), "row") + " on " + Words.list(kernels) + ": "
                + (leaks == 0 ? "none" : String.valueOf(leaks)) + " leaked what its row does not leave by design.");
        findings.add("Left by design once every process has gone: " + Words.each(backends, this::byDesign) + ".");
        findings.add("Kept by a call that failed, until the process ends: "
                + Words.each(backends, backend -> kinds(of(backend), Fate::kept)) + ".");
        findings.add("Held by the child that inherited it when the client has gone: "
                + Words.each(backends, backend -> kinds(of(backend), LeakReport::heldByChild)) + ".");
        findings.add("Calls that did without what they asked for: " + Words.each(backends, this::absorbed) + ".");
        return findings;
    }

    private String byDesign(String backend) {
        List<Fate> all = of(backend);
        long left = all.stream().filter(fate -> kinds(fate.left()) > 0).count();
        return left == 0 ? "nothing" : kinds(all, Fate::left) + " after " + left + " of " + all.size() + " mishaps";
    }

    private String absorbed(String backend) {
        TreeSet<String> calls = of(backend).stream()
                .filter(fate -> fate.answer().equals(Fate.ABSORBED))
                .map(fate -> fate.stage().text() + " without a " + fate.what())
                .collect(Collectors.toCollection(TreeSet::new));
        return calls.isEmpty() ? "none" : Words.list(List.copyOf(calls));
    }

    /** Memory and the open files themselves are what a living child has by right. */
    private static Map<Resource, Long> heldByChild(Fate fate) {
        Map<Resource, Long> held = new EnumMap<>(Resource.class);
        fate.withChild().forEach((resource, count) -> {
            boolean rest = resource == Resource.FRAME || resource == Resource.FILE;
            if (!rest && count > fate.left().getOrDefault(resource, 0L)) {
                held.put(resource, count);
            }
        });
        return held;
    }

    private static String kinds(List<Fate> all, Function<Fate, Map<Resource, Long>> held) {
        List<String> names = Arrays.stream(Resource.values())
                .filter(resource ->
                        all.stream().anyMatch(fate -> held.apply(fate).getOrDefault(resource, 0L) > 0))
                .map(Resource::text)
                .toList();
        return names.isEmpty() ? "nothing" : Words.list(names);
    }

    private static long kinds(Map<Resource, Long> held) {
        return held.values().stream().filter(count -> count > 0).count();
    }

    private List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (String backend : backends) {
            for (Mishap mishap : Mishap.values()) {
                for (Stage stage : Stage.values()) {
                    List<Fate> here = of(backend).stream()
                            .filter(fate -> fate.mishap() == mishap && fate.stage() == stage)
                            .toList();
                    points.add(new Point(
                            backend,
                            mishap,
                            stage,
                            here.size(),
                            here.stream()
                                    .mapToLong(f -> kinds(heldByChild(f)) + kinds(f.left()))
                                    .max()
                                    .orElse(0),
                            here.stream().mapToLong(f -> kinds(f.left())).max().orElse(0)));
                }
            }
        }
        return points;
    }

    List<DataTable> tables() {
        TableOf<Fate> each = new TableOf<Fate>(EACH, fates)
                .column("backend", Fate::backend)
                .column("kernel", Fate::kernel)
                .column("mishap", f -> f.mishap().text())
                .column("n", Fate::n)
                .column("call", f -> f.stage().text())
                .column("step", Fate::where)
                .column("allocation", Fate::what)
                .column("answer", Fate::answer);
        for (Resource resource : Resource.values()) {
            each.column(
                    resource.text() + ", while the child lives",
                    f -> f.withChild().getOrDefault(resource, 0L));
            each.column(resource.text() + ", at the end", f -> f.left().getOrDefault(resource, 0L));
        }
        return List.of(
                new TableOf<Point>(SURFACE, points())
                        .column("backend", Point::backend)
                        .column("mishap", p -> p.mishap().text())
                        .column("call", p -> p.stage().text())
                        .column("places", Point::places)
                        .column("most kinds held while the child lives", Point::withChild)
                        .column("most kinds left at the end", Point::left)
                        .table(),
                each.table());
    }

    List<ChartSpec> charts() {
        return List.of(
                heat(
                        "leak-surface",
                        "Kinds of resources left once every process has gone",
                        "The worst place of each call. What is left is an mdev and the hardware queue that it holds: root's"
                                + " to remove. 0 also where the row has no such call.",
                        Point::left),
                heat(
                        "leak-surface-with-child",
                        "Kinds of resources held when the client has gone and its child lives",
                        "The worst place of each call; files and memory not counted. From the fork on, the child holds what"
                                + " it inherited.",
                        Point::withChild));
    }

    private HeatChart heat(String name, String title, String caption, Function<Point, Long> value) {
        List<Point> points = points();
        List<String> columns = new ArrayList<>();
        for (Mishap mishap : Mishap.values()) {
            for (Stage stage : Stage.values()) {
                columns.add(stage.text() + ", " + mishap.text());
            }
        }
        List<List<Double>> values = new ArrayList<>();
        for (String backend : backends) {
            values.add(points.stream()
                    .filter(point -> point.backend().equals(backend))
                    .map(point -> (double) value.apply(point))
                    .toList());
        }
        return new HeatChart(
                new ChartHead(name, title, caption, SURFACE, null),
                Axis.linear("call in which it happened", ""),
                Axis.linear("row", ""),
                Axis.linear("kinds held", ""),
                columns,
                backends,
                values);
    }
}
