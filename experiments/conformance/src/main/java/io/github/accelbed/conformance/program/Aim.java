package io.github.accelbed.conformance.program;

import io.github.accelbed.conformance.program.Sketch.Area;
import io.github.accelbed.scenario.language.step.Protection;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.PageRef;
import io.github.accelbed.scenario.program.Dice;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chooses the pages of a step. Every other time it is the page of an earlier step, since bugs lie where steps meet. */
final class Aim {
    private static final int TRIES = 4;
    private static final List<Integer> EDGES_OF_HUGE = List.of(0, 1, 255, 256, 511);

    private final Dice dice;
    private final Sketch sketch;
    private PageRef recent = new PageRef(new BufferName(""), 0);

    Aim(Dice dice, Sketch sketch) {
        this.dice = dice;
        this.sketch = sketch;
    }

    /** A page whose right is as wanted; null if there is none. On purpose wrong, it is a page of any buffer and rather not as wanted. */
    @Nullable
    PageRef page(Map<BufferName, Area> areas, Predicate<@Nullable Protection> wanted, boolean wrong) {
        PageRef page = wrong ? wrongPage(areas, wanted) : rightPage(areas, wanted);
        if (page != null) {
            recent = page;
        }
        return page;
    }

    private @Nullable PageRef rightPage(Map<BufferName, Area> areas, Predicate<@Nullable Protection> wanted) {
        if (dice.oneIn(2) && wanted.test(right(areas, recent))) {
            return recent;
        }
        List<BufferName> buffers = areas.keySet().stream()
                .filter(buffer -> !pages(areas, buffer, wanted).isEmpty())
                .toList();
        if (buffers.isEmpty()) {
            return null;
        }
        BufferName buffer = dice.any(buffers);
        return new PageRef(buffer, dice.any(pages(areas, buffer, wanted)));
    }

    private static List<Integer> pages(
            Map<BufferName, Area> areas, BufferName buffer, Predicate<@Nullable Protection> wanted) {
        Area area = areas.get(buffer);
        List<Integer> pages = area == null ? List.of() : area.pages(wanted);
        List<Integer> edges = EDGES_OF_HUGE.stream().filter(pages::contains).toList();
        return area != null && area.rights.length > EDGES_OF_HUGE.size() && !edges.isEmpty() ? edges : pages;
    }

    private @Nullable PageRef wrongPage(Map<BufferName, Area> areas, Predicate<@Nullable Protection> wanted) {
        if (sketch.buffers().isEmpty()) {
            return null;
        }
        PageRef page = anyPage();
        for (int i = 0; i < TRIES && wanted.test(right(areas, page)); i++) {
            page = anyPage();
        }
        return page;
    }

    private PageRef anyPage() {
        BufferName buffer = dice.any(sketch.buffers());
        return new PageRef(buffer, dice.below(sketch.size(buffer)));
    }

    private static @Nullable Protection right(Map<BufferName, Area> areas, PageRef page) {
        Area area = areas.get(page.buffer());
        return area == null ? null : area.rights[page.page()];
    }

    /**
     * Neighbouring pages with a right as wanted, at most {@code limit} of them; null if there are none. Sometimes it is the whole
     * buffer, holes and all.
     */
    @Nullable
    PageRange range(Map<BufferName, Area> areas, Predicate<@Nullable Protection> wanted, int limit, boolean wrong) {
        PageRef page = page(areas, wanted, wrong);
        if (page == null) {
            return null;
        }
        int size = sketch.size(page.buffer());
        if (size <= limit && dice.oneIn(wrong ? 2 : 8)) {
            return new PageRange(page.buffer(), 0, size - 1);
        }
        int first = page.page();
        int last = first;
        boolean most = dice.oneIn(2);
        while (most && first > 0 && last - first + 1 < limit && fits(areas, page, first - 1, wanted)) {
            first--;
        }
        while (last + 1 < size && last - first + 1 < limit && fits(areas, page, last + 1, wanted)) {
            last++;
        }
        return new PageRange(page.buffer(), first, most ? last : first + dice.below(last - first + 1));
    }

    private static boolean fits(
            Map<BufferName, Area> areas, PageRef page, int index, Predicate<@Nullable Protection> wanted) {
        return wanted.test(right(areas, new PageRef(page.buffer(), index)));
    }
}
