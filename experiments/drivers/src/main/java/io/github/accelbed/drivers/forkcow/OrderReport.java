package io.github.accelbed.drivers.forkcow;

import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.reports.result.Axis;
import io.github.accelbed.reports.result.ChartHead;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.HeatChart;
import io.github.accelbed.reports.result.TableOf;
import io.github.accelbed.scenario.language.VersionRange;
import io.github.accelbed.scenario.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tables, charts and findings of the orders. */
final class OrderReport {
    private static final String ORDERS = "orders";
    private static final String SHARES = "order-shares";
    private static final double HUNDRED = 100;

    private final List<OrderOutcome> outcomes;
    private final List<String> backends;
    private final List<String> kernels;

    OrderReport(List<OrderOutcome> outcomes) {
        this.outcomes = outcomes;
        backends = outcomes.stream().map(OrderOutcome::backend).distinct().toList();
        kernels = outcomes.stream().map(OrderOutcome::kernel).distinct().toList();
    }

    private List<OrderOutcome> of(String backend, String kernel, Predicate<OrderOutcome> which) {
        return outcomes.stream()
                .filter(o -> o.backend().equals(backend) && o.kernel().equals(kernel) && which.test(o))
                .toList();
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        List<String> worstFirst = new ArrayList<>(backends);
        worstFirst.sort(Comparator.comparingLong(backend -> -disagreements(backend)));
        for (String backend : worstFirst) {
            findings.add(backend + ": device and parent disagree in "
                    + Words.byKernel(kernels, kernel -> share(backend, kernel, o -> !o.agree(), o -> true)) + ".");
        }
        findings.addAll(condition());
        for (String backend : worstFirst) {
            findings.add(backend + ": the child sees what the device wrote for the parent in "
                    + Words.byKernel(
                            kernels,
                            kernel -> share(
                                    backend,
                                    kernel,
                                    OrderOutcome::leaks,
                                    o -> o.order().deviceWrites()))
                    + ".");
        }
        return findings;
    }

    private long disagreements(String backend) {
        return outcomes.stream()
                .filter(o -> o.backend().equals(backend) && !o.agree())
                .count();
    }

    private String share(String backend, String kernel, Predicate<OrderOutcome> bad, Predicate<OrderOutcome> among) {
        long count = of(backend, kernel, among.and(bad)).size();
        return count + " of " + of(backend, kernel, among).size() + " orders";
    }

    /** What separates the orders that go wrong from those that do not, if being first does. */
    private List<String> condition() {
        List<String> findings = new ArrayList<>();
        for (String backend : backends) {
            List<KernelVersion> hold = new ArrayList<>();
            for (String kernel : kernels) {
                List<OrderOutcome> bad = of(backend, kernel, o -> !o.agree());
                List<OrderOutcome> parentFirst = of(backend, kernel, OrderReport::parentBeforeChildAndDevice);
                if (!bad.isEmpty() && bad.equals(parentFirst)) {
                    hold.add(KernelVersion.parse(kernel));
                }
            }
            if (!hold.isEmpty()) {
                findings.add(backend + " on " + Words.list(VersionRange.words(hold))
                        + ": they disagree exactly if the parent writes before the child's first write and before the"
                        + " device's access; in every other order the page is still the parent's.");
            }
        }
        return findings;
    }

    private static boolean parentBeforeChildAndDevice(OrderOutcome outcome) {
        List<ForkEvent> events = outcome.order().events();
        int parent = events.indexOf(ForkEvent.PARENT_WRITES);
        return parent < events.indexOf(ForkEvent.CHILD_WRITES) && parent < events.indexOf(ForkEvent.DEVICE_ACCESSES);
    }

    private record On(String backend, String kernel) {}

    List<DataTable> tables() {
        List<On> pairs = backends.stream()
                .flatMap(backend -> kernels.stream().map(kernel -> new On(backend, kernel)))
                .toList();
        return List.of(
                new TableOf<OrderOutcome>(ORDERS, outcomes)
                        .column("backend", OrderOutcome::backend)
                        .column("kernel", OrderOutcome::kernel)
                        .column("device access", o -> o.order().deviceWrites() ? "write" : "read")
                        .column("order after fork", o -> o.order().text())
                        .column("device and parent agree", OrderOutcome::agree)
                        .column("device read", OrderOutcome::deviceSaw)
                        .column("parent sees device's write", OrderOutcome::parentSees)
                        .column("child sees device's write", OrderOutcome::childSees)
                        .column("stale accesses", OrderOutcome::stale)
                        .column("device faults", OrderOutcome::faults)
                        .table(),
                new TableOf<On>(SHARES, pairs)
                        .column("backend", On::backend)
                        .column("kernel", On::kernel)
                        .column(
                                "orders",
                                c -> of(c.backend(), c.kernel(), o -> true).size())
                        .column(
                                "orders in which device and parent disagree",
                                c -> of(c.backend(), c.kernel(), o -> !o.agree())
                                        .size())
                        .column(
                                "share of all orders",
                                "%",
                                c -> percent(c.backend(), c.kernel(), o -> !o.agree(), o -> true))
                        .column(
                                "orders in which the child sees the device's write",
                                c -> of(c.backend(), c.kernel(), OrderOutcome::leaks)
                                        .size())
                        .column(
                                "share of orders with a device write",
                                "%",
                                c -> percent(
                                        c.backend(),
                                        c.kernel(),
                                        OrderOutcome::leaks,
                                        o -> o.order().deviceWrites()))
                        .table());
    }

    private double percent(String backend, String kernel, Predicate<OrderOutcome> bad, Predicate<OrderOutcome> among) {
        int all = of(backend, kernel, among).size();
        return HUNDRED * of(backend, kernel, among.and(bad)).size() / all;
    }

    List<ChartSpec> charts() {
        return List.of(
                heat(
                        "orders-disagree",
                        "Orders after fork in which device and parent no longer mean the same page",
                        "Of 24 orders of parent's write, child's write, child's exit and one device access. "
                                + worst(o -> !o.agree()),
                        o -> !o.agree(),
                        o -> true),
                heat(
                        "orders-leak",
                        "Orders after fork in which the child sees what the device wrote for the parent",
                        "Of the 12 orders whose device access is a write. " + worst(OrderOutcome::leaks),
                        OrderOutcome::leaks,
                        o -> o.order().deviceWrites()));
    }

    private String worst(Predicate<OrderOutcome> bad) {
        String cells = backends.stream()
                .filter(backend -> kernels.stream()
                        .anyMatch(kernel -> !of(backend, kernel, bad).isEmpty()))
                .collect(Collectors.joining(" and "));
        return cells.isEmpty() ? "It happens on no backend." : "It happens on " + cells + " only.";
    }

    private HeatChart heat(
            String name, String title, String caption, Predicate<OrderOutcome> bad, Predicate<OrderOutcome> among) {
        List<List<Double>> values = backends.stream()
                .map(backend -> kernels.stream()
                        .map(kernel -> percent(backend, kernel, bad, among))
                        .toList())
                .toList();
        return new HeatChart(
                new ChartHead(name, title, caption, SHARES, null),
                Axis.linear("kernel", ""),
                Axis.linear("backend", ""),
                Axis.linear("share of orders", "%"),
                kernels,
                backends,
                values);
    }
}
