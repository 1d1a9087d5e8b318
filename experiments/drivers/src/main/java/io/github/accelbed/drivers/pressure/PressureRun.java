package io.github.accelbed.drivers.pressure;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.Errno;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.mm.MmStruct;
import io.github.accelbed.model.mm.PageReferences;
import io.github.accelbed.model.process.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clients come one after the other in one way; each opens a queue, maps its buffer and has one job that reads it. */
final class PressureRun {
    private static final long APART = 0x1_0000L;

    private final AccessBackend backend;
    private final Way way;
    private final Load load;
    private final Testbed bed;
    private final long before;
    private @Nullable Task first;
    private @Nullable AccessQueue firstQueue;
    private int served;

    PressureRun(AccessBackend backend, KernelVersion version, CostTable costs, Way way, Load load) {
        this.backend = backend;
        this.way = way;
        this.load = load;
        KernelConfig config = KernelConfig.defaults(costs).withMemlockPages(load.memlockPages());
        bed = new Testbed(backend, version, config, load.clients());
        before = charged();
    }

    @Nullable
    String whyLeftOut() {
        String open = bed.whyLeftOut();
        return open == null && way == Way.TOGETHER ? bed.access().whyNot(AccessStep.OPEN_WITH) : open;
    }

    List<Point> run() {
        List<Point> points = new ArrayList<>();
        for (int client = 0; client < load.clients(); client++) {
            Errno answer = come(client);
            served += answer.ok() ? 1 : 0;
            bed.checkIntegrity("client " + client);
            points.add(point(client + 1, answer));
        }
        return points;
    }

    private Errno come(int client) {
        Task task = task(client);
        long start = Testbed.BUFFER + (way == Way.BUFFERS ? client * APART : 0);
        if (client == 0 || !way.oneBuffer()) {
            bed.mmap(task, start, load.pages());
            for (int page = 0; page < load.pages(); page++) {
                bed.write(task, start + page, 1);
            }
        }
        AccessQueue with = way == Way.TOGETHER ? firstQueue : null;
        OpenOperation<?> open = bed.tryOpen(task, new OpenOptions("q" + client, with, false, false));
        AccessQueue queue = open.queue();
        if (!open.result().ok() || queue == null) {
            return open.result();
        }
        Errno mapped = with == null ? bed.tryMap(task, queue, start, load.pages(), true) : Errno.OK;
        if (!mapped.ok()) {
            bed.close(task, queue, false);
            return mapped;
        }
        firstQueue = firstQueue == null ? queue : firstQueue;
        for (int page = 0; page < load.pages(); page++) {
            Errno read = bed.tryDeviceRead(queue, start + page);
            if (!read.ok()) {
                return read;
            }
        }
        return Errno.OK;
    }

    private Task task(int client) {
        Task known = first;
        if (known != null && way != Way.PROCESSES) {
            return known;
        }
        Task fresh = bed.kernel().newTask("client" + client);
        first = fresh;
        return fresh;
    }

    private Point point(int clients, Errno answer) {
        BitSet frames = new BitSet();
        long pins = 0;
        for (PageReferences references : bed.kernel().mm().references()) {
            if (references.pin()) {
                pins += references.size();
                for (int i = 0; i < references.size(); i++) {
                    frames.set(references.frame(i));
                }
            }
        }
        return new Point(
                backend.id(),
                bed.kernel().version().toString(),
                way,
                clients,
                answer.toString(),
                served,
                pins,
                frames.cardinality(),
                before,
                charged() - before);
    }

    private long charged() {
        return bed.kernel().mm().mms().stream()
                .filter(MmStruct::alive)
                .mapToLong(mm -> mm.lockedPages() + mm.pinnedPages())
                .sum();
    }
}
