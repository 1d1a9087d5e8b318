package io.github.accelbed.model.example;

import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.process.CloseFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Program;

/** close(2): the descriptor goes, and with the last one the queue. */
final class SoftTlbClose extends AccessOperation<SoftTlbClose> {
    private static final Program<SoftTlbClose> STEPS = Program.<SoftTlbClose>of("close queue")
            .calls("close", Cost.INCLUDED, o -> o.close)
            .build();

    private final CloseFile close;

    SoftTlbClose(Task task, SoftTlbQueue queue) {
        super(STEPS);
        close = new CloseFile(task, queue.file());
    }
}
