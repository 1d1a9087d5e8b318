package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Held;

/** {@code folio_lock} of one page, which an operation keeps from step to step: {@link PhysicalMemory#isLocked} for all others, and noted with who has it. */
final class FolioLock implements Held {
    private final PhysicalMemory memory;

    @Frames(Frames.Form.NUMBER)
    private int frame = PhysicalMemory.NONE;

    FolioLock(PhysicalMemory memory) {
        this.memory = memory;
    }

    void take(Actor holder, int page) {
        frame = page;
        memory.setLocked(frame, true);
        holder.took(this);
    }

    boolean isTaken() {
        return frame != PhysicalMemory.NONE;
    }

    @Override
    public void giveBack(Actor holder) {
        memory.setLocked(frame, false);
        frame = PhysicalMemory.NONE;
        holder.gave(this);
    }

    @Override
    public String name() {
        return "folio_lock";
    }
}
