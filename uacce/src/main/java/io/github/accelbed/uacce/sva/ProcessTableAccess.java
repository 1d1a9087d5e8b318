package io.github.accelbed.uacce.sva;

import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessOperation;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.process.Task;

/** A row whose device walks the opener's own page table: there is no call to make memory known, or to take it back. */
public interface ProcessTableAccess extends Access {
    @Override
    default AccessOperation<?> map(Task task, AccessQueue queue, long start, long pages, boolean write) {
        return new NothingToDo();
    }

    @Override
    default AccessOperation<?> unmap(Task task, AccessQueue queue, long start, long pages) {
        return new NothingToDo();
    }
}
