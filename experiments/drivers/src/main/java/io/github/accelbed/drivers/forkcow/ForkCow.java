package io.github.accelbed.drivers.forkcow;

import io.github.accelbed.drivers.experiment.Experiment;
import io.github.accelbed.drivers.experiment.ExperimentRun;
import io.github.accelbed.drivers.experiment.Parameter;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.reports.result.ChartSpec;
import io.github.accelbed.reports.result.DataTable;
import io.github.accelbed.reports.result.ExperimentResult;
import io.github.accelbed.scenario.backend.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What fork does to memory that a device uses: first every order of the events after it, then its price as buffers grow and as forks
 * become frequent.
 */
public final class ForkCow implements Experiment {
    private static final String MAX_PAGES = "max-pages";
    private static final String JOBS = "jobs";
    private static final String JOB_PAGES = "job-pages";
    private static final String CHILD_JOBS = "child-jobs";
    private static final String REPEATS = "repeats";

    private static final List<Long> FORKS_PER_THOUSAND = List.of(1L, 2L, 5L, 10L, 20L, 50L, 100L, 200L, 500L, 1000L);

    @Override
    public String name() {
        return "fork-cow";
    }

    @Override
    public String title() {
        return "What fork and copy-on-write do to the memory that a device uses";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(MAX_PAGES, "pages", "largest buffer; sizes double from 1", 4096, 1, 65536),
                new Parameter(JOBS, "jobs", "length of a stream of jobs", 1000, 10, 100_000),
                new Parameter(JOB_PAGES, "pages", "what each job of a stream reads", 4, 1, 1024),
                new Parameter(CHILD_JOBS, "jobs", "how long a child lives in a stream", 10, 0, 100_000),
                new Parameter(REPEATS, "streams", "repetitions with other fork times", 20, 1, 100));
    }

    @Override
    public ExperimentResult run(ExperimentRun run) {
        List<OrderOutcome> everywhere = orders(run);
        List<OrderOutcome> orders = everywhere.stream()
                .filter(order -> Rows.kernels().contains(KernelVersion.parse(order.kernel())))
                .toList();
        run.progress().accept("orders done");
        SizeSweep sizes = new SizeSweep(run.costs());
        List<SizePoint> sizePoints = sizes(run, sizes);
        run.progress().accept("buffer sizes done");
        RateSweep rates = new RateSweep(
                run.costs(),
                run.seed(),
                (int) run.value(JOBS),
                (int) run.value(JOB_PAGES),
                (int) run.value(CHILD_JOBS),
                (int) run.value(REPEATS));
        List<RatePoint> ratePoints = rates(rates);
        run.progress().accept("fork rates done");

        OrderReport orderReport = new OrderReport(orders);
        CostReport costReport = new CostReport(sizePoints, sizes.ledgers(), ratePoints, rates.ledgers());
        List<String> findings = new ArrayList<>(new OrderReport(everywhere).findings());
        findings.addAll(costReport.findings());
        List<DataTable> tables = new ArrayList<>(orderReport.tables());
        tables.addAll(costReport.tables());
        List<ChartSpec> charts = new ArrayList<>(orderReport.charts());
        charts.addAll(costReport.charts());
        return new ExperimentResult(
                name(),
                title(),
                "A process gives a device a page and forks. Parent and child write, the child exits, the device reads or"
                        + " writes, in every order: do device and parent still mean the same page, and does the child"
                        + " see what the device writes? Then: what does a fork cost with a large buffer, and how many of"
                        + " the device's reads go wrong when forks are frequent?",
                findings,
                new TreeMap<>(shown(run)),
                tables,
                charts);
    }

    /** On every mainline release, so that what is said of boundaries names the true ones; tables and charts have one an era. */
    private static List<OrderOutcome> orders(ExperimentRun run) {
        List<OrderOutcome> outcomes = new ArrayList<>();
        for (AccessBackend backend : Rows.rows()) {
            for (KernelVersion version : KernelVersion.RELEASES) {
                for (Order order : Order.all()) {
                    outcomes.add(new OrderRun(backend, version, run.costs(), order).run());
                }
            }
        }
        return outcomes;
    }

    private static List<SizePoint> sizes(ExperimentRun run, SizeSweep sweep) {
        List<SizePoint> points = new ArrayList<>();
        for (AccessBackend backend : Rows.rows()) {
            for (KernelVersion version : Rows.ends()) {
                for (long pages = 1; pages <= run.value(MAX_PAGES); pages *= 2) {
                    points.add(sweep.measure(backend, version, pages));
                }
            }
        }
        return points;
    }

    private static List<RatePoint> rates(RateSweep sweep) {
        List<RatePoint> points = new ArrayList<>();
        for (AccessBackend backend : Rows.rows()) {
            for (KernelVersion version : Rows.ends()) {
                for (long forks : FORKS_PER_THOUSAND) {
                    points.add(sweep.measure(backend, version, forks));
                }
            }
        }
        return points;
    }
}
