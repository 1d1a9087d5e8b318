package io.github.accelbed.vfio;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;
import java.util.List;

/** close(2) of one descriptor after the other; files that the process does not have are passed over. */
public final class CloseFiles extends Operation<CloseFiles> {
    private static final Program<CloseFiles> STEPS = Program.<CloseFiles>of("close")
            .cpu("filp_close, fput", Cost.SYSCALL, (o, a) -> o.closeNext(a))
            .build();

    private final Task task;
    private final List<OpenFile> files;
    private int next;

    /**
     * Closings.
     *
     * @param task whose descriptors
     * @param files in which order
     */
    public CloseFiles(Task task, List<OpenFile> files) {
        super(STEPS);
        this.task = task;
        this.files = List.copyOf(files);
    }

    private int closeNext(Actor actor) {
        while (next < files.size()) {
            OpenFile file = files.get(next++);
            if (task.files().remove(file)) {
                task.countSyscalls(1);
                Operation<?> release = file.put(task.cpu());
                if (release != null) {
                    actor.call(release);
                }
                boolean more = files.subList(next, files.size()).stream().anyMatch(task.files()::holds);
                return more ? Flow.AGAIN : Flow.DONE;
            }
        }
        return Flow.PASS;
    }
}
