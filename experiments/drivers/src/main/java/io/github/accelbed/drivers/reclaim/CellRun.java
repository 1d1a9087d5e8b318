package io.github.accelbed.drivers.reclaim;

import io.github.accelbed.drivers.bed.Testbed;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.access.AccessBackend;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.AccessStep;
import io.github.accelbed.model.access.OpenOperation;
import io.github.accelbed.model.access.OpenOptions;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.process.OpenFile;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays one ending: a client with a buffer that its device has used ends; then its child ends, the client itself, and at last root, or a
 * manager, removes the instance that was made for it, where rows have instances.
 */
final class CellRun {
    static final String SET_UP = "set-up";
    static final String CHILD_ENDS = "the child's end";
    static final String CLIENT_ENDS = "the client's end";
    static final String ROOT_REMOVES = "root's removal of the mdev";
    static final String MANAGER_REMOVES = "the manager's removal of the mdev";
    static final String NEXT_REMOVES = "the next manager's removal of the mdev";
    static final Set<String> REMOVALS = Set.of(ROOT_REMOVES, MANAGER_REMOVES, NEXT_REMOVES);
    static final String NOBODY = "nobody";

    static final int PAGES = 4;
    private static final int QUEUES = 4;
    private static final String MDEV = "m";

    private final AccessBackend backend;
    private final Testbed bed;
    /** Processes that were there before, such as the VMM of a guest, and what they have. */
    private final Set<Task> standing;

    private final Map<Resource, Long> before;
    private final Task client;
    private final Set<OpenFile> files = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Phase> phases = new ArrayList<>();
    private @Nullable Task child;
    private @Nullable Actor unplug;
    private @Nullable Operation<?> call;

    CellRun(AccessBackend backend, KernelVersion version, CostTable costs) {
        this.backend = backend;
        bed = new Testbed(backend, version, costs, QUEUES);
        standing = Set.copyOf(bed.kernel().processes().all());
        before = held();
        client = bed.kernel().newTask("client");
        bed.mmap(client, Testbed.BUFFER, PAGES);
        for (int page = 0; page < PAGES; page++) {
            bed.write(client, Testbed.BUFFER + page, 1);
        }
    }

    private boolean offers(AccessStep step) {
        return bed.access().whyNot(step) == null;
    }

    /** Whether the row has what the ending needs. */
    boolean offers(Ending ending) {
        AccessStep needs = ending.needs();
        return needs == null || offers(needs);
    }

    @Nullable
    String whyLeftOut() {
        return bed.whyLeftOut();
    }

    private void createMdev() {
        if (offers(AccessStep.CREATE_MDEV)) {
            bed.root(bed.access().createMdev(MDEV, bed.device()));
        }
    }

    /** Every ending but the one inside set-up. */
    Cell run(Ending ending) {
        if (ending.managed()) {
            return runManaged(ending);
        }
        createMdev();
        AccessQueue queue = bed.open(client, new OpenOptions("q", null, ending == Ending.EXEC_INHERIT, false));
        bed.map(client, queue, Testbed.BUFFER, PAGES);
        bed.tryDeviceRead(queue, Testbed.BUFFER);
        note(SET_UP);
        if (ending.withChild()) {
            child = bed.fork(client, "child");
        }
        end(ending, queue);
        return relief(ending);
    }

    /** A manager makes the instance; in the end it, or the one that takes its place, removes what nobody uses. */
    private Cell runManaged(Ending ending) {
        ManagedClient managed = new ManagedClient(bed, client);
        if (ending == Ending.MANAGER_DIES_CREATING) {
            note(SET_UP);
            managed.dieCreating();
            note(ending.text());
        } else {
            AccessQueue queue = managed.open();
            bed.map(client, queue, Testbed.BUFFER, PAGES);
            bed.tryDeviceRead(queue, Testbed.BUFFER);
            note(SET_UP);
            if (ending == Ending.KILL_MANAGED) {
                bed.kill(client);
            } else {
                managed.die();
            }
            note(ending.text());
        }
        if (client.alive()) {
            bed.exit(client);
            note(CLIENT_ENDS);
        }
        managed.removeIdle();
        note(ending == Ending.KILL_MANAGED ? MANAGER_REMOVES : NEXT_REMOVES);
        return cell(ending);
    }

    /** SIGKILL inside set-up, after some steps; null if set-up takes no more than that. */
    @Nullable
    SetUpKill killInSetUp(int steps) {
        createMdev();
        Phase before = note(SET_UP);
        String[] last = {""};
        bed.kernel()
                .machine()
                .listen((actor, program, pc, start, duration) -> last[0] = program.name() + ": " + program.label(pc));
        if (!stepThroughSetUp(steps)) {
            return null;
        }
        String where = last[0];
        bed.kernel().machine().listen(null);
        leaveKernel();
        noteFiles();
        bed.kill(client);
        return new SetUpKill(steps, where, before, relief(Ending.KILL_IN_SET_UP));
    }

    /**
     * What a call of the library or of a system call's own loop has begun ends first; a task dies when it returns to user mode or at a
     * killable wait, not inside a driver's open.
     */
    private void leaveKernel() {
        Actor cpu = client.cpu().actor();
        while (!cpu.idle() && cpu.current() != call) {
            cpu.step();
        }
    }

    /** False if set-up is over before. */
    private boolean stepThroughSetUp(int steps) {
        Actor cpu = client.cpu().actor();
        OpenOperation<?> open = bed.access().open(client, bed.device(), OpenOptions.named("q"));
        call = open;
        cpu.start(open);
        boolean mapped = !offers(AccessStep.MAP);
        for (int done = 0; done < steps; done++) {
            AccessQueue queue = open.queue();
            if (cpu.idle() && !mapped && queue != null) {
                mapped = true;
                call = queue.map(client, Testbed.BUFFER, PAGES, true);
                cpu.start(call);
            }
            if (!cpu.step()) {
                return false;
            }
        }
        return true;
    }

    private void end(Ending ending, AccessQueue queue) {
        switch (ending) {
            case CLOSE, CLOSE_WITH_CHILD -> bed.close(client, queue, false);
            case CLOSE_RAW -> bed.close(client, queue, true);
            case CLOSE_WITH_DUP -> {
                client.files().dup(queue.file());
                bed.close(client, queue, false);
            }
            case EXIT -> bed.exit(client);
            case KILL, KILL_WITH_CHILD -> bed.kill(client);
            case EXEC, EXEC_INHERIT -> bed.exec(client);
            case UNPLUG -> {
                Actor root = bed.kernel().newCpu("root").actor();
                root.start(bed.access().unplug(bed.device()));
                unplug = root;
            }
            case KILL_IN_SET_UP, KILL_MANAGED, MANAGER_DIES, MANAGER_DIES_CREATING ->
                throw new IllegalArgumentException(ending.text());
        }
    }

    private Cell relief(Ending ending) {
        note(ending.text());
        Task forked = child;
        if (forked != null) {
            bed.exit(forked);
            note(CHILD_ENDS);
        }
        if (client.alive()) {
            bed.exit(client);
            note(CLIENT_ENDS);
        }
        if (Resource.MDEV.held(bed, files) > 0 && (unplug == null || unplug.idle())) {
            bed.root(bed.access().removeMdev(MDEV));
            note(ROOT_REMOVES);
        }
        return cell(ending);
    }

    private Cell cell(Ending ending) {
        return new Cell(backend.id(), bed.kernel().version().toString(), ending, phases);
    }

    private Phase note(String event) {
        Actor waiting = unplug;
        boolean blocked = waiting != null && !waiting.run();
        if (!blocked) {
            bed.checkIntegrity(event);
        }
        noteFiles();
        Map<Resource, Long> held = held();
        held.replaceAll((resource, count) -> count - before.getOrDefault(resource, 0L));
        Map<Resource, String> holder = new EnumMap<>(Resource.class);
        held.forEach((resource, count) -> {
            if (count > 0) {
                holder.put(resource, holder(resource));
            }
        });
        Phase phase = new Phase(event, held, holder, blocked);
        phases.add(phase);
        return phase;
    }

    private Map<Resource, Long> held() {
        Map<Resource, Long> held = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            held.put(resource, resource.held(bed, files));
        }
        return held;
    }

    private void noteFiles() {
        client.files().descriptors().forEach(descriptor -> files.add(descriptor.file()));
    }

    private String holder(Resource resource) {
        List<String> holders = new ArrayList<>();
        for (Task task : bed.kernel().processes().all()) {
            if (!task.alive() || standing.contains(task)) {
                continue;
            }
            if (!task.files().descriptors().isEmpty()) {
                holders.add(task.name());
            } else if (task.mm().vmas().stream().anyMatch(vma -> vma.file() != null)) {
                holders.add(task.name() + "'s mapped region");
            } else if (!resource.ofFile()) {
                holders.add(task.name() + "'s address space");
            }
        }
        return holders.isEmpty() ? NOBODY : String.join(", ", holders);
    }
}
