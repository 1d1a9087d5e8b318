package io.github.accelbed.fuzzer;

import io.github.accelbed.model.Fix;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.SpontaneousEvent;
import io.github.accelbed.scenario.language.Vocabulary;
import io.github.accelbed.scenario.program.Dice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The headers of one program: where it runs, with what devices, under what limits. */
final class Headers {
    /** The stable releases that a fix reaches first, and those just before. */
    static final List<KernelVersion> STABLE = Arrays.stream(Fix.values())
            .flatMap(fix -> fix.backports().stream())
            .map(Fix.Backport::from)
            .flatMap(first -> Stream.of(first, new KernelVersion(first.major(), first.minor(), first.stable() - 1)))
            .distinct()
            .sorted()
            .toList();

    private static final int TRIES = 8;

    private final Dice dice;
    private final Offers offers;
    final KernelVersion kernel;
    final String row;

    /** The row of each device; the first is the default one. */
    private final Map<String, String> rows = new LinkedHashMap<>();

    private final StringBuilder text = new StringBuilder();

    Headers(Dice dice, Offers offers, long number) {
        this.dice = dice;
        this.offers = offers;
        row = dice.any(Backends.ids());
        kernel = kernel();
        line("scenario fuzz/" + number);
        line("title \"Does program " + number + " end as it should?\"");
        if (dice.oneIn(40)) {
            line("claim 004-2");
        }
        line("kernel " + kernel);
        line("backend " + row);
        devices();
        limits();
        if (dice.oneIn(40)) {
            line("without " + dice.any(Mechanisms.names()));
        }
    }

    private KernelVersion kernel() {
        KernelVersion chosen = anyKernel();
        for (int i = 0; i < TRIES && !offers.of(row, chosen).contains(AccessStep.OPEN); i++) {
            chosen = anyKernel();
        }
        return chosen;
    }

    private KernelVersion anyKernel() {
        return dice.any(dice.oneIn(12) ? STABLE : dice.oneIn(3) ? KernelVersion.RELEASES : Scenario.DEFAULT_KERNELS);
    }

    private void devices() {
        if (dice.oneIn(2)) {
            rows.put("accel", row);
            return;
        }
        List<String> kinds = new ArrayList<>(Vocabulary.DEVICES.keySet());
        String iommu = dice.of("smmuv3", "smmuv3", "vt-d", "amd");
        for (int left = dice.oneIn(3) ? 2 : 1; left > 0; left--) {
            String kind = kinds.remove(dice.below(kinds.size()));
            String via = dice.oneIn(5) ? dice.any(Backends.ids()) : null;
            rows.put(kind, via == null ? row : via);
            line("device " + kind + (dice.oneIn(2) ? " queues " + dice.of(1, 1, 2, 3, 16) : "")
                    + (via == null ? "" : " via " + via) + (dice.oneIn(15) ? " no-pasid" : "")
                    + (dice.oneIn(15) ? " no-pri" : "") + (dice.oneIn(15) ? " no-rawio" : "")
                    + (dice.oneIn(4) ? " iommu " + iommu : "")
                    + (dice.oneIn(15) ? " bits " + dice.of(32, 39, 47, 48) : ""));
        }
    }

    private void limits() {
        if (dice.oneIn(12)) {
            line("limit memlock " + dice.of("0", "4096", "8K", "16K", "64K", "1M", "1G"));
        }
        if (dice.oneIn(20)) {
            line("limit pasids " + dice.below(4));
        }
        if (dice.oneIn(20)) {
            line("limit maps " + dice.below(4));
        }
        if (dice.oneIn(8)) {
            line("limit hugepages " + dice.below(4));
        }
    }

    /** Lets events happen while orders are explored. */
    void events(int most) {
        List<SpontaneousEvent> all = new ArrayList<>(List.of(SpontaneousEvent.values()));
        List<SpontaneousEvent> some = new ArrayList<>();
        for (int left = 1 + dice.below(most); left > 0; left--) {
            some.add(all.remove(dice.below(all.size())));
        }
        line("explore events " + some.stream().map(SpontaneousEvent::word).collect(Collectors.joining(" ")));
    }

    void retries() {
        line("explore retries " + dice.below(3));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    List<String> kinds() {
        return List.copyOf(rows.keySet());
    }

    /** What the row of a device offers. */
    Set<AccessStep> offered(String device) {
        return offers.of(rows.getOrDefault(device, row), kernel);
    }

    /** The calls by name on a queue of a device, with how many numbers each takes. */
    Map<String, Integer> calls(String device) {
        return offers.calls(rows.getOrDefault(device, row), kernel);
    }

    /** Those of root on a device. */
    Map<String, Integer> rootCalls(String device) {
        return offers.rootCalls(rows.getOrDefault(device, row), kernel);
    }

    /** Whether the default device's row has a manager of mdevs. */
    boolean offersLeases() {
        String first = kinds().get(0);
        return offers.leases(rows.getOrDefault(first, row), kernel);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
