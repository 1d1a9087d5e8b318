package io.github.accelbed.model.access;

import io.github.accelbed.model.Ablation;
import io.github.accelbed.model.KernelVersion;
import io.github.accelbed.model.cost.CostTable;
import io.github.accelbed.model.device.Device;
import io.github.accelbed.model.fault.Allocation;
import io.github.accelbed.model.fault.FailNth;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.ReservedRegion;
import io.github.accelbed.model.mm.CowRules;
import io.github.accelbed.model.mm.Cpu;
import io.github.accelbed.model.mm.MemoryManager;
import io.github.accelbed.model.mm.MmapLockRules;
import io.github.accelbed.model.mm.NotifierRules;
import io.github.accelbed.model.mm.PhysicalMemory;
import io.github.accelbed.model.process.Processes;
import io.github.accelbed.model.process.Task;
import io.github.accelbed.model.step.Actor;
import io.github.accelbed.model.step.StepMachine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One simulated machine with one running kernel: what a backend works on. */
public final class Kernel {
    private final KernelVersion version;
    private final KernelConfig config;
    private final StepMachine machine;
    private final MemoryManager mm;
    private final Processes processes;
    private final Iommu iommu;
    private final Cpu root;
    private final List<Device> devices = new ArrayList<>();

    /**
     * Boots a kernel.
     *
     * @param version the release
     * @param config sizes, limits and prices
     */
    public Kernel(KernelVersion version, KernelConfig config) {
        this.version = version;
        this.config = config;
        machine = new StepMachine(config.costs());
        mm = new MemoryManager(
                machine,
                rules(CowRules.class, CowRules.of(version)),
                rules(NotifierRules.class, NotifierRules.of(version)),
                new MmapLockRules(version),
                new PhysicalMemory(config.initialFrames(), config.maxFrames()));
        processes = new Processes(mm, config.memlockPages());
        iommu = new Iommu(
                config.iommu(),
                config.addressBits(),
                config.iotlbEntries(),
                config.pasids(),
                ReservedRegion.platform());
        root = newCpu("root");
    }

    /**
     * Boots a kernel with the default configuration.
     *
     * @param version the release
     * @return a kernel
     */
    public static Kernel boot(KernelVersion version) {
        return new Kernel(version, KernelConfig.defaults(CostTable.defaults()));
    }

    /**
     * The release.
     *
     * @return its version
     */
    public KernelVersion version() {
        return version;
    }

    /**
     * Sizes, limits and prices.
     *
     * @return the configuration
     */
    public KernelConfig config() {
        return config;
    }

    /**
     * Clock and actors.
     *
     * @return the machine
     */
    public StepMachine machine() {
        return machine;
    }

    /**
     * Memory management.
     *
     * @return it
     */
    public MemoryManager mm() {
        return mm;
    }

    /**
     * The processes.
     *
     * @return all of them
     */
    public Processes processes() {
        return processes;
    }

    /**
     * The IOMMU.
     *
     * @return the one of the machine
     */
    public Iommu iommu() {
        return iommu;
    }

    /**
     * Where an administrator's commands and reclaim run.
     *
     * @return root's CPU
     */
    public Cpu root() {
        return root;
    }

    /**
     * A CPU for a new actor, such as the fault worker of a queue.
     *
     * @param name the actor's name
     * @return a fresh one
     */
    public Cpu newCpu(String name) {
        return new Cpu(mm, new Actor(machine, name));
    }

    /**
     * Plugs a device in.
     *
     * @param name its name
     * @param queues its hardware queues
     * @return the device
     */
    public Device addDevice(String name, int queues) {
        Device device = new Device(name, queues);
        devices.add(device);
        return device;
    }

    /**
     * Fault injection on the whole machine, from now on.
     *
     * @param failNth which allocation fails, or null for none
     */
    public void inject(@Nullable FailNth failNth) {
        mm.memory().inject(failNth);
        iommu.inject(failNth);
        devices.forEach(device -> device.inject(failNth));
    }

    /**
     * Asks for something that takes no frame here, which fails by injection only.
     *
     * @param what such as a kernel object
     * @return true if it fails
     */
    public boolean fails(Allocation what) {
        return mm.memory().fails(what);
    }

    /**
     * The devices.
     *
     * @return in order of plugging
     */
    public List<Device> devices() {
        return Collections.unmodifiableList(devices);
    }

    /**
     * A new process, as the scenario's first one.
     *
     * @param name its name
     * @return it
     */
    public Task newTask(String name) {
        return processes.create(name);
    }

    /**
     * Rules with the run's ablations applied; how a backend gets its own.
     *
     * @param kind the rules' interface
     * @param rules the rules of this version
     * @param <R> the rules' type
     * @return the rules to use
     */
    public <R> R rules(Class<R> kind, R rules) {
        R wrapped = rules;
        for (Ablation ablation : config.ablations()) {
            wrapped = ablation.apply(kind, wrapped);
        }
        return wrapped;
    }
}
