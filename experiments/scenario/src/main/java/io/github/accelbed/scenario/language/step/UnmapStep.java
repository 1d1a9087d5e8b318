package io.github.accelbed.scenario.language.step;

import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.Position;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code unmap}: undoes a {@code map}.
 *
 * @param at where the step stands
 * @param process the acting process, with a capital first letter
 * @param queue the queue
 * @param range the pages
 * @param vaddr whether the mapping stays, and only the process's address of it goes (VFIO_DMA_UNMAP_FLAG_VADDR)
 * @param register the register that is bound to the answer, or null
 */
@Syntax("unmap {queue} {range} [{vaddr}]")
public record UnmapStep(
        Position at,
        ProcessName process,
        QueueName queue,
        PageRange range,
        boolean vaddr,
        @Nullable String register) implements QueueStep {
    @Override
    public List<AccessStep> needs() {
        return List.of(vaddr ? AccessStep.UNMAP_VADDR : AccessStep.UNMAP);
    }
}
