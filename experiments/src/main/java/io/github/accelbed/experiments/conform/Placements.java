package io.github.accelbed.experiments.conform;

import io.github.accelbed.experiments.conform.PhysicalIdentity.Placement;
import io.github.accelbed.experiments.conform.agent.KernelFrames;
import io.github.accelbed.experiments.conform.agent.KernelStep;
import io.github.accelbed.experiments.run.Frames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where both sides have their pages, brought into one form. Both use -1 for absent and 0 for the zero page. */
final class Placements {
    private Placements() {}

    static Placement of(Frames model, Set<String> without) {
        Map<Cell, Long> frames = new HashMap<>();
        for (String process : model.processes()) {
            for (String buffer : model.buffers()) {
                if (without.contains(buffer)) {
                    continue;
                }
                int[] ids = model.ids(process, buffer);
                for (int page = 0; page < ids.length; page++) {
                    frames.put(new Cell(process, buffer, page), (long) ids[page]);
                }
            }
        }
        return new Placement(frames);
    }

    static Placement of(KernelStep kernel, Set<String> without) {
        Map<Cell, Long> frames = new HashMap<>();
        for (KernelFrames seen : kernel.frames()) {
            if (without.contains(seen.buffer())) {
                continue;
            }
            List<Long> ids = seen.frames();
            for (int page = 0; page < ids.size(); page++) {
                frames.put(new Cell(seen.process(), seen.buffer(), page), ids.get(page));
            }
        }
        return new Placement(frames);
    }

    static Set<Cell> privateAnonymous(Frames model, Placement placement) {
        Set<Cell> cells = new HashSet<>();
        for (Cell cell : placement.frame().keySet()) {
            if (model.isPrivateAnonymous(cell.process(), cell.buffer(), cell.page())) {
                cells.add(cell);
            }
        }
        return cells;
    }
}
