package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.KernelFrames;
import io.github.accelbed.conformance.agent.KernelStep;
import io.github.accelbed.scenario.run.Frames;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which page lies where after a step, on one side: numbers to compare for equality. */
final class Placement {
    /** Nothing is present there. */
    static final long ABSENT = -1;

    /** The shared page of zeros is there. */
    static final long ZERO_PAGE = 0;

    static final Placement NOTHING = new Placement();

    private final SortedMap<Region, long[]> frames = new TreeMap<>();
    private final Map<Region, BitSet> privateAnonymous = new TreeMap<>();

    private Placement() {}

    /** The model's side, without some buffers. */
    static Placement of(Frames model, Set<String> without) {
        Placement placement = new Placement();
        for (String process : model.processes()) {
            for (String buffer : model.buffers()) {
                if (!without.contains(buffer)) {
                    Region region = new Region(process, buffer);
                    long[] ids = Arrays.stream(model.ids(process, buffer))
                            .asLongStream()
                            .toArray();
                    BitSet anonymous = new BitSet(ids.length);
                    for (int page = 0; page < ids.length; page++) {
                        anonymous.set(page, model.isPrivateAnonymous(process, buffer, page));
                    }
                    placement.frames.put(region, ids);
                    placement.privateAnonymous.put(region, anonymous);
                }
            }
        }
        return placement;
    }

    /** The kernel's side, without some buffers; which memory is anonymous is not known there. */
    static Placement of(KernelStep kernel, Set<String> without) {
        Placement placement = new Placement();
        for (KernelFrames seen : kernel.frames()) {
            if (!without.contains(seen.buffer())) {
                placement.frames.put(new Region(seen.process(), seen.buffer()), seen.frames());
            }
        }
        return placement;
    }

    /** In the order of their names. */
    Set<Region> regions() {
        return frames.keySet();
    }

    int pages(Region region) {
        long[] ids = frames.get(region);
        return ids == null ? 0 : ids.length;
    }

    long frame(Region region, int page) {
        long[] ids = frames.get(region);
        return ids == null || page >= ids.length ? ABSENT : ids[page];
    }

    boolean isPrivateAnonymous(Region region, int page) {
        BitSet anonymous = privateAnonymous.get(region);
        return anonymous != null && anonymous.get(page);
    }
}
