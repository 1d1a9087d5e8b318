package io.github.accelbed.vfio.iommufd;

import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call shows in which page table: all of it or, if one pin or table fails, nothing. Part of the call that has it; its methods are the code
 * of that call's steps.
 */
final class Fillings {
    private final PinAndMap pin;
    private final UnmapAndUnpin unmap;
    private final List<IoptArea> areas = new ArrayList<>();
    private final List<Hwpt> tables = new ArrayList<>();
    private int filled;

    /**
     * Nothing to show yet.
     *
     * @param driver iommufd
     * @param cpu where the call runs
     */
    Fillings(IommufdDriver driver, Cpu cpu) {
        pin = new PinAndMap(driver, cpu);
        unmap = new UnmapAndUnpin(driver);
    }

    /** One area more in one table. */
    void add(IoptArea area, Hwpt table) {
        areas.add(area);
        tables.add(table);
    }

    /** Calls for the next one; false if all are filled. */
    boolean fillNext(Actor actor) {
        if (filled == areas.size()) {
            return false;
        }
        actor.call(pin.of(areas.get(filled), tables.get(filled)));
        return true;
    }

    /** The one that was called for is filled. */
    void filledOne() {
        filled++;
    }

    /** The undo: the last one that is filled is emptied; passes if there is none. */
    int emptyLast(Actor actor) {
        if (filled == 0) {
            return Flow.PASS;
        }
        filled--;
        actor.call(unmap.of(areas.get(filled), tables.get(filled)));
        return Flow.NEXT;
    }
}
