package io.github.accelbed.claims;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.SetMultimap;
import io.github.accelbed.model.KernelVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * At which release answers change. Releases between two that answer differently are asked halfway, until the two are neighbours; two that
 * answer the same are taken to answer for those between.
 */
final class Boundaries {
    /** What is the same on every kernel: a question asked of a scenario on a row. */
    private record Place(Evidence evidence, String scenario, String backend) {}

    private Boundaries() {}

    /**
     * The releases to ask next.
     *
     * @param cells of one claim, those of each place from the oldest kernel on
     * @return none if every two that differ are neighbours
     */
    static Set<KernelVersion> halfway(List<ClaimCell> cells) {
        ListMultimap<Place, ClaimCell> places =
                MultimapBuilder.linkedHashKeys().arrayListValues().build();
        cells.forEach(cell -> places.put(place(cell), cell));
        Set<KernelVersion> halfway = new HashSet<>();
        places.asMap().values().forEach(place -> halfway(new ArrayList<>(place), halfway));
        return halfway;
    }

    private static void halfway(List<ClaimCell> place, Set<KernelVersion> halfway) {
        for (int i = 1; i < place.size(); i++) {
            int from = KernelVersion.RELEASES.indexOf(place.get(i - 1).kernel());
            int to = KernelVersion.RELEASES.indexOf(place.get(i).kernel());
            if (to - from > 1 && place.get(i - 1).answer() != place.get(i).answer()) {
                halfway.add(KernelVersion.RELEASES.get((from + to) / 2));
            }
        }
    }

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
