package io.github.accelbed.claims;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import io.github.accelbed.model.KernelVersion;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which kernels show where answers change: verdicts are over all, and pages show these. */
final class Boundaries {
    /** What is the same on every kernel: a question asked of a scenario on a row. */
    private record Place(Evidence evidence, String scenario, String backend) {}

    private Boundaries() {}

    private static Place place(ClaimCell cell) {
        return new Place(cell.evidence(), cell.scenario(), cell.backend());
    }

    /**
     * The cells that show where answers change.
     *
     * @param cells of one claim
     * @param always kernels to keep in any case
     * @return those on these kernels, and on both sides of every change
     */
    static List<ClaimCell> kept(List<ClaimCell> cells, Collection<KernelVersion> always) {
        SetMultimap<KernelVersion, Object> answers = LinkedHashMultimap.create();
        cells.forEach(cell -> answers.put(cell.kernel(), List.of(place(cell), cell.answer())));
        List<KernelVersion> kernels = answers.keySet().stream().sorted().toList();
        Set<KernelVersion> kept = new HashSet<>(always);
        for (int i = 1; i < kernels.size(); i++) {
            if (!answers.get(kernels.get(i - 1)).equals(answers.get(kernels.get(i)))) {
                kept.add(kernels.get(i - 1));
                kept.add(kernels.get(i));
            }
        }
        return cells.stream().filter(cell -> kept.contains(cell.kernel())).toList();
    }
}
