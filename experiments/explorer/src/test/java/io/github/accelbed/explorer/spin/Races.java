package io.github.accelbed.explorer.spin;

import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.builtin.ScenarioFiles;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The scenarios that have a Promela model, with their outcomes as the facts settle them. */
final class Races {
    private static final List<String> KERNELS = List.of("4.20", "5.8", "5.17", "6.18");
    private static final List<String> MAPCOUNT = List.of("4.20", "5.8");
    private static final List<String> EARLY_COPY = List.of("5.17", "6.18");

    private final List<SpinCell> cells = new ArrayList<>();

    private Races() {
        forks();
        odpFaults();
        iotlb();
        permissions();
        closes();
    }

    /** All cells, in the order of the documentation. */
    static List<SpinCell> all() {
        return List.copyOf(new Races().cells);
    }

    /** The scenarios of all cells, each once. */
    static List<Scenario> scenarios() {
        List<String> names = all().stream().map(SpinCell::scenario).distinct().toList();
        Vocabulary vocabulary = Vocabulary.of(Backends.ids(), List.of(), Mechanisms.names());
        return new ScenarioFiles(vocabulary).read(names);
    }

    private void forks() {
        String model = "fork-cow-read";
        String[] follows = {
            "r0=old r1=old b=child r2=new stale=0",
            "r0=old r1=new b=child r2=new stale=0",
            "r0=new r1=new b=child r2=new stale=0"
        };
        add(model, "odp", KERNELS, follows);
        add(model, "vfio", EARLY_COPY, follows);
        // A read may go by the IOTLB while the entry is cleared and the flush has not come.
        add(
                model,
                "uacce",
                KERNELS,
                plus(
                        follows,
                        "r0=old r1=old b=child r2=new stale=1",
                        "r0=old r1=old b=child r2=new stale=2",
                        "r0=old r1=new b=child r2=new stale=1"));
        // The parent leaves the page, and the child, then its only mapper, takes it over.
        add(
                model,
                "vfio",
                MAPCOUNT,
                "r0=old r1=old b=child r2=child stale=1",
                "r0=old r1=old b=child r2=child stale=2",
                "r0=old r1=old b=child r2=child stale=3",
                "r0=old r1=child b=child r2=child stale=2",
                "r0=old r1=child b=child r2=child stale=3",
                "r0=child r1=child b=child r2=child stale=3");

        model = "fork-cow-writers";
        follows = new String[] {"r0=old b=child r1=new stale=0", "r0=new b=child r1=new stale=0"};
        add(model, "odp", KERNELS, follows);
        add(model, "vfio", EARLY_COPY, follows);
        add(model, "uacce", KERNELS, plus(follows, "r0=old b=child r1=new stale=1"));
        // Who copies first leaves the page to the other; if both decided to copy, it is the device's alone.
        add(
                model,
                "vfio",
                MAPCOUNT,
                plus(
                        follows,
                        "r0=old b=child r1=child stale=1",
                        "r0=old b=child r1=child stale=2",
                        "r0=child b=child r1=child stale=2",
                        "r0=old b=child r1=old stale=1",
                        "r0=old b=child r1=old stale=2"));
    }

    private void odpFaults() {
        String[] checked = {"r0=old r1=new a=new stale=0", "r0=new r1=new a=new stale=0"};
        add("odp-fault-against-cow", "odp", KERNELS, checked);
        String[] unchecked = plus(checked, "r0=old r1=old a=new stale=1", "r0=old r1=old a=new stale=2");
        // Not on 5.8, where get_user_pages breaks copy-on-write itself, so no fault finds the shared page: the program
        // leaves it out.
        add(
                "odp-fault-against-cow",
                "unchecked",
                "odp",
                List.of("4.20", "5.17", "6.18"),
                "WITHOUT_SEQUENCE_CHECK",
                unchecked);

        checked = new String[] {"r0=old r1=EFAULT stale=0", "r0=EFAULT r1=EFAULT stale=0"};
        add("odp-fault-against-munmap", "odp", KERNELS, checked);
        unchecked = plus(checked, "r0=old r1=another's stale=1", "r0=old r1=another's stale=2");
        add("odp-fault-against-munmap", "unchecked", "odp", KERNELS, "WITHOUT_SEQUENCE_CHECK", unchecked);
    }

    private void iotlb() {
        String model = "iotlb-refill-against-munmap";
        add(
                model,
                "uacce",
                KERNELS,
                "r0=old r1=old r2=EFAULT stale=0",
                "r0=old r1=old r2=EFAULT stale=1",
                "r0=old r1=old r2=EFAULT stale=2",
                "r0=old r1=EFAULT r2=EFAULT stale=0",
                "r0=old r1=EFAULT r2=EFAULT stale=1",
                "r0=EFAULT r1=EFAULT r2=EFAULT stale=0");
        // The frame may be free still, or be the other process's; 0 is what it holds between allocation and first
        // store.
        add(
                model,
                "untold",
                "uacce",
                KERNELS,
                "WITHOUT_IOTLB_INVALIDATION",
                "r0=old r1=old r2=old stale=1",
                "r0=old r1=old r2=old stale=2",
                "r0=old r1=old r2=old stale=3",
                "r0=old r1=old r2=another's stale=1",
                "r0=old r1=old r2=another's stale=2",
                "r0=old r1=old r2=another's stale=3",
                "r0=old r1=0 r2=another's stale=2",
                "r0=old r1=0 r2=another's stale=3",
                "r0=old r1=another's r2=another's stale=2",
                "r0=old r1=another's r2=another's stale=3",
                "r0=0 r1=0 r2=another's stale=3",
                "r0=0 r1=another's r2=another's stale=3",
                "r0=another's r1=another's r2=another's stale=3",
                "r0=EFAULT r1=EFAULT r2=EFAULT stale=0");
    }

    private void permissions() {
        String model = "permission-against-fault";
        String[] through = {"r0=ok r1=new stale=0", "r0=ok r1=data stale=0"};
        // Told by the CPU's broadcast, or by the notifier.
        add(model, "uacce", List.of("5.8", "6.6", "6.18"), through);
        // Whoever took the page over, the device's next fault finds nothing to do; the parent has written, one way or
        // the other.
        add(model, "uacce", List.of("5.17", "6.5"), plus(through, "r0=stalled r1=new stale=0"));
        List<String> kernels = List.of("5.8", "5.17", "6.5", "6.6", "6.18");
        add(model, "walking", "uacce", kernels, "WALKS_AGAIN", through);
    }

    private void closes() {
        String model = "close-against-completion";
        String[] stopped = {"r0=data r1=0 stale=0", "r0=data r1=EIO stale=0", "r0=EIO r1=EIO stale=0"};
        add(model, "vfio", KERNELS, stopped);
        add(model, "odp", KERNELS, stopped);
        add(model, "uacce", KERNELS, stopped);
    }

    private void add(String model, String backend, List<String> kernels, String... expected) {
        for (String kernel : kernels) {
            cells.add(new SpinCell("races/" + model, model, backend, kernel, List.of(), Set.of(expected)));
        }
    }

    private void add(
            String model, String variant, String backend, List<String> kernels, String flag, String... expected) {
        for (String kernel : kernels) {
            String scenario = "races/" + model + "-" + variant;
            cells.add(new SpinCell(scenario, model, backend, kernel, List.of(flag), Set.of(expected)));
        }
    }

    private static String[] plus(String[] some, String... others) {
        Set<String> all = new LinkedHashSet<>(Arrays.asList(some));
        all.addAll(Arrays.asList(others));
        return all.toArray(String[]::new);
    }
}
