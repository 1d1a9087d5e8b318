package io.github.accelbed.model.mm;

import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Held;

/** {@code folio_lock} of the huge page that shmem has in the place of 2 MiB, or is about to have. */
final class FolioLock implements Held {
    private final FileMapping file;
    private final long block;

    FolioLock(FileMapping file, long block) {
        this.file = file;
        this.block = block;
    }

    @Override
    public void giveBack(Actor holder) {
        file.unlockHuge(holder, block);
    }

    @Override
    public String name() {
        return "folio_lock";
    }
}
