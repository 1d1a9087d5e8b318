package io.github.accelbed.model.mm;

import io.github.accelbed.model.cost.Cost;
import io.github.accelbed.model.step.Flow;
import io.github.accelbed.model.step.Operation;
import io.github.accelbed.model.step.Program;

/**
 * {@code ftruncate} ({@code truncate_setsize}, mm/truncate.c; {@code shmem_setattr}, mm/shmem.c): the new length counts for faults at once, then
 * what is behind it is unmapped everywhere, private copies included, and leaves the file. It takes no mmap_lock, so whoever is about to take
 * references may still get a page that goes. Left out: the inode's lock, seals.
 */
public final class Truncate extends Operation<Truncate> {
    private static final Program<Truncate> STEPS = Program.<Truncate>of("ftruncate")
            .cpu("i_size_write", Cost.SYSCALL, (o, a) -> o.resize())
            .calls("truncate_pagecache", Cost.INCLUDED, o -> o.shrinks ? o.remove : null)
            .build();

    private final FileMapping file;
    private final long pages;
    private final RemoveFilePages remove;
    private boolean shrinks;

    /**
     * A truncation.
     *
     * @param cpu who calls
     * @param file the file or memfd
     * @param pages its new length
     */
    public Truncate(Cpu cpu, FileMapping file, long pages) {
        super(STEPS);
        this.file = file;
        this.pages = pages;
        remove = new RemoveFilePages(cpu).of(file, pages, Long.MAX_VALUE, true);
    }

    private int resize() {
        shrinks = pages < file.size();
        file.resize(pages);
        return Flow.NEXT;
    }
}
