package io.github.accelbed.scenario.run;

import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.Tally;
import io.github.accelbed.model.access.Access;
import io.github.accelbed.model.access.AccessQueue;
import io.github.accelbed.model.access.Kernel;
import io.github.accelbed.model.access.KernelConfig;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuKind;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.process.TakePages;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.StepListener;
import io.github.accelbed.scenario.backend.Backends;
import io.github.accelbed.scenario.backend.Mechanisms;
import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.Limits;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.MremapStep;
import io.github.accelbed.scenario.language.step.Place;
import io.github.accelbed.scenario.language.step.RootStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.BufferName;
import io.github.accelbed.scenario.language.term.DeviceName;
import io.github.accelbed.scenario.language.term.MdevName;
import io.github.accelbed.scenario.language.term.PageRange;
import io.github.accelbed.scenario.language.term.ProcessName;
import io.github.accelbed.scenario.language.term.QueueName;
import io.github.accelbed.scenario.language.term.ReferenceName;
import io.github.accelbed.scenario.lockorder.LockGraph;
import io.github.accelbed.scenario.lockorder.LockOrder;
import io.github.accelbed.vfio.manager.MdevManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The simulated kernel of one cell and what the scenario's names stand for in it. */
final class World {

    /** Where a buffer lies; the same pages in every process. */
    record Buffer(long start, int pages) {}

    /** A queue's name: the queue, and whether the name is a dup of its own descriptor. */
    record Queue(AccessQueue queue, boolean duplicate) {}

    private static final long FIRST_BUFFER = 0x7f000_0000L;
    private static final long FOUR_GIB = 1L << 20;
    private static final int PAGE_BYTES = 4096;

    private final Kernel kernel;
    private final Map<String, Access> rows = new LinkedHashMap<>();
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Map<String, String> rowOfDevice = new LinkedHashMap<>();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, Cpu> desks = new LinkedHashMap<>();
    private final Map<BufferName, Buffer> buffers = new LinkedHashMap<>();
    private final Map<QueueName, Queue> queues = new LinkedHashMap<>();
    private final Map<ReferenceName, TakePages> references = new LinkedHashMap<>();
    private final Map<String, MdevManager> managers = new LinkedHashMap<>();
    private final Map<MdevName, Access> rowOfMdev = new LinkedHashMap<>();
    private final Set<String> memfds = new LinkedHashSet<>();
    private final ValueTable values = new ValueTable();

    @Tally("registrations")
    private final IdentityHashMap<Task, Long> registrations = new IdentityHashMap<>();

    private LockOrder locks = new LockOrder((actor, program, pc, startPs, durationPs) -> {});
    private long nextBuffer = FIRST_BUFFER;

    World(Scenario scenario, String backend, KernelVersion version, CostTable costs) {
        this(scenario, backend, version, config(scenario, costs, ablations(scenario)));
    }

    private World(Scenario scenario, String backend, KernelVersion version, KernelConfig config) {
        kernel = new Kernel(version, config);
        Integer hugepages = scenario.limits().hugepages();
        if (hugepages != null) {
            kernel.mm().memory().hugetlbPool(hugepages);
        }
        for (DeclaredDevice declared : scenario.devices()) {
            String id = declared.via() == null ? backend : declared.via();
            devices.put(declared.kind(), plugged(declared));
            rowOfDevice.put(declared.kind(), id);
            Backends.find(id).ifPresent(row -> rows.computeIfAbsent(id, unused -> row.on(kernel)));
        }
        kernel.machine().listen(locks);
        kernel.newTask("A");
        meetProcesses();
        scenario.steps()
                .filter(RootStep.class::isInstance)
                .map(step -> desk((RootStep) step))
                .distinct()
                .forEach(desk -> desks.put(desk, kernel.newCpu("root")));
        scenario.steps().forEach(this::place);
    }

    /** A buffer has its addresses even if the step that introduces it fails. */
    private void place(Step step) {
        if (step instanceof MmapStep mmap) {
            if (mmap.memfd() != null) {
                memfds.add(mmap.memfd());
            }
            Place at = mmap.place();
            if (at == null) {
                place(mmap.buffer(), mmap.pages());
            } else {
                buffers.putIfAbsent(mmap.buffer(), new Buffer(start(at, mmap.pages()), mmap.pages()));
            }
        } else if (step instanceof MremapStep mremap) {
            place(mremap.target(), buffer(mremap.buffer()).pages());
        }
    }

    private static long start(Place place, int pages) {
        return switch (place) {
            case MSI -> ReservedRegion.MSI.start();
            case SW_MSI -> ReservedRegion.SW_MSI.start();
            case DMA -> FOUR_GIB - pages;
        };
    }

    private Device plugged(DeclaredDevice declared) {
        Device device = kernel.addDevice(declared.kind(), declared.queues());
        if (!declared.pasid()) {
            device.limitPasids(0);
        }
        if (!declared.pri()) {
            device.withoutPageRequests();
        }
        if (!declared.rawio()) {
            device.guardPortal();
        }
        return device;
    }

    /** The mechanisms without which the cell might go otherwise; those that the scenario leaves out itself are none. */
    static Set<String> mechanisms(Scenario scenario, String backend, KernelVersion version, CostTable costs) {
        Set<String> found = new LinkedHashSet<>();
        List<Ablation> left = new ArrayList<>(ablations(scenario));
        left.add(Mechanisms.watch(found));
        // Rules are asked for when a kernel boots and when its rows are made, so nothing has to run.
        World unused = new World(scenario, backend, version, config(scenario, costs, left));
        return found;
    }

    private static List<Ablation> ablations(Scenario scenario) {
        return scenario.ablations().stream()
                .flatMap(name -> Mechanisms.find(name).stream())
                .toList();
    }

    private static KernelConfig config(Scenario scenario, CostTable costs, List<Ablation> ablations) {
        Limits limits = scenario.limits();
        KernelConfig config = KernelConfig.defaults(costs);
        Long memlock = limits.memlockBytes();
        if (memlock != null) {
            config = config.withMemlockPages(memlock / PAGE_BYTES);
        }
        Integer pasids = limits.pasids();
        if (pasids != null) {
            config = config.withPasids(Math.min(pasids, config.pasids()));
        }
        Integer maps = limits.maps();
        if (maps != null) {
            config = config.withMaxMaps(maps);
        }
        int bits =
                scenario.devices().stream().mapToInt(DeclaredDevice::bits).min().orElse(Iommu.ALL_BITS);
        return config.withIommu(iommu(scenario), bits).without(ablations);
    }

    /** The IOMMU of the machine: that of any device that names it. */
    private static IommuKind iommu(Scenario scenario) {
        return scenario.devices().stream()
                .map(DeclaredDevice::iommu)
                .filter(kind -> kind != IommuKind.UNNAMED)
                .findFirst()
                .orElse(IommuKind.UNNAMED);
    }

    Kernel kernel() {
        return kernel;
    }

    /** The order of locks so far. */
    LockGraph locks() {
        return locks.graph();
    }

    /** Lets somebody hear the steps besides the order of locks; before the first one. */
    void listen(StepListener listener) {
        locks = new LockOrder(listener);
        kernel.machine().listen(locks);
    }

    ValueTable values() {
        return values;
    }

    /** Whether a name of a file is a memfd's. */
    boolean isMemfd(String name) {
        return memfds.contains(name);
    }

    Collection<Access> rows() {
        return rows.values();
    }

    Map<String, Device> devices() {
        return devices;
    }

    Device device(DeviceName name) {
        return Objects.requireNonNull(devices.get(name.text()), "no device " + name);
    }

    /** The row that serves a device; null in a scenario without queues. */
    @Nullable
    Access row(DeviceName device) {
        return rows.get(rowOfDevice.get(device.text()));
    }

    Map<String, Task> tasks() {
        return tasks;
    }

    /** Gives names to the processes that came to be. */
    void meetProcesses() {
        kernel.processes().all().forEach(task -> tasks.putIfAbsent(task.name(), task));
    }

    /**
     * Where a command of root's runs. Those that do something to one device, one mdev or one process wait for each other; others are typed
     * elsewhere at the same time.
     */
    Cpu root(RootStep step) {
        Cpu cpu = desks.get(desk(step));
        return Objects.requireNonNull(cpu, "root never does this");
    }

    /** Whom or what a command of root's is about. */
    static String desk(RootStep step) {
        return step.about() == null ? "root" : "root of " + step.about();
    }

    /** A process that there is. */
    Task living(ProcessName name) {
        return Objects.requireNonNull(tasks.get(name.text()), "no process " + name);
    }

    /** A process by its name; null if its fork failed. */
    @Nullable
    Task task(ProcessName name) {
        return tasks.get(name.text());
    }

    /** Notes that {@code map} made system calls. */
    void registered(Task task, long calls) {
        registrations.merge(task, calls, Long::sum);
    }

    long registrations(Task task) {
        return registrations.getOrDefault(task, 0L);
    }

    /** The manager that a process is for a device's mdevs, from the first time that somebody asks it. */
    MdevManager manager(Access row, Task daemon, DeviceName device) {
        return managers.computeIfAbsent(
                daemon.name() + " " + device, unused -> MdevManager.of(row, daemon, device(device)));
    }

    Map<QueueName, Queue> queues() {
        return queues;
    }

    Map<ReferenceName, TakePages> references() {
        return references;
    }

    Map<MdevName, Access> rowOfMdev() {
        return rowOfMdev;
    }

    /** Gives a buffer its addresses at first sight; each begins a new 2 MiB and leaves 2 MiB free behind it. */
    private void place(BufferName name, int pages) {
        buffers.computeIfAbsent(name, unused -> {
            Buffer placed = new Buffer(nextBuffer, pages);
            long huge = PhysicalMemory.HUGE_PAGES;
            nextBuffer += (pages + huge - 1) / huge * huge + huge;
            return placed;
        });
    }

    Buffer buffer(BufferName name) {
        return Objects.requireNonNull(buffers.get(name), "no buffer " + name);
    }

    long start(PageRange range) {
        return buffer(range.buffer()).start() + range.first();
    }
}
