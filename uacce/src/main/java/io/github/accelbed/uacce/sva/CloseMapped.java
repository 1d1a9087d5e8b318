package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.mm.Munmap;
import io.github.accelbed.model.mm.Vma;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Program;
import java.util.List;

/**
 * A library's close of a file with mapped areas: munmap of those that the caller has, then the descriptor. Raw is close(2) only, so that an
 * area keeps the file.
 */
public final class CloseMapped extends AccessOperation<CloseMapped> {
    private static final Program<CloseMapped> STEPS = Program.<CloseMapped>of("library close")
            .cpu("munmap", Cost.INCLUDED, (o, a) -> o.unmapNext(a))
            .returned((o, a) -> Flow.AGAIN)
            .calls("close", Cost.INCLUDED, o -> o.close)
            .userSpace()
            .build();

    /**
     * Where an area of the file is mapped, if it is.
     *
     * @param start first page
     * @param pages how many
     */
    public record Area(long start, int pages) {}

    private final Task task;
    private final OpenFile file;
    private final List<Area> areas;
    private final CloseFile close;
    private int index;

    /**
     * A close.
     *
     * @param task whose areas and descriptor
     * @param file the file; EBADF if the task has no descriptor of it
     * @param areas its areas, none for close(2) only
     */
    public CloseMapped(Task task, OpenFile file, List<Area> areas) {
        super(STEPS);
        this.task = task;
        this.file = file;
        this.areas = List.copyOf(areas);
        close = new CloseFile(task, file);
    }

    private int unmapNext(Actor actor) {
        while (index < areas.size()) {
            Area area = areas.get(index++);
            Vma vma = task.mm().findVma(area.start());
            if (vma != null && vma.file() == file) {
                task.countSyscalls(1);
                actor.call(new Munmap(task.cpu(), task.mm(), area.start(), area.pages()));
                return Flow.NEXT;
            }
        }
        return Flow.PASS;
    }
}
