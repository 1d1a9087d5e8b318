package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.conformance.agent.AgentProgram;
import io.github.accelbed.conformance.agent.ProgramTooLargeException;
import io.github.accelbed.model.iommu.Iommu;
import io.github.accelbed.model.iommu.IommuKind;
import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.Limits;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.CreateMdevStep;
import io.github.accelbed.scenario.language.step.ForkStep;
import io.github.accelbed.scenario.language.step.MmapStep;
import io.github.accelbed.scenario.language.step.MremapStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.PinStep;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.step.TruncateStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A scenario as a program of the native agent.
 *
 * @param program what the agent runs
 * @param counterpart what answers for the device
 * @param sent for each step of the scenario in written order, whether it is a step of the program; a step that is not sent only
 *     sets a queue up, and the queue's stand-in needs no such thing
 */
record Translation(AgentProgram program, Counterpart counterpart, List<Boolean> sent) {
    private static final int SMALL_PAGES_IN_HUGE = 512;

    Translation {
        sent = List.copyOf(sent);
    }

    /**
     * Translates a scenario.
     *
     * @throws NotCarriedOutException if it cannot be carried out here
     */
    static Translation of(Scenario scenario, Counterpart counterpart, AgentAbilities abilities)
            throws NotCarriedOutException {
        refuseHeaders(scenario);
        AgentProgram program = new AgentProgram();
        try {
            List<Step> steps = scenario.steps().toList();
            Set<String> memfds = sizeBuffers(steps, program);
            refusePins(steps, abilities);
            refuseSmallPool(steps, abilities);
            if (counterpart == Counterpart.UACCE) {
                sizeDevices(scenario, program, abilities);
            } else if (counterpart != Counterpart.STAND_IN) {
                refuseQueues(scenario, steps, counterpart, abilities);
            }
            List<String> devices =
                    scenario.devices().stream().map(DeclaredDevice::kind).toList();
            AgentSteps translator = new AgentSteps(program, counterpart, abilities, memfds, devices);
            List<Boolean> sent = new ArrayList<>();
            for (Step step : steps) {
                sent.add(translator.add(step));
            }
            return new Translation(program, counterpart, sent);
        } catch (ProgramTooLargeException e) {
            throw new NotCarriedOutException("size: " + e.getMessage());
        }
    }

    private static void refuseHeaders(Scenario scenario) throws NotCarriedOutException {
        if (!scenario.ablations().isEmpty()) {
            throw new NotCarriedOutException("without: a running kernel has all its mechanisms");
        }
        if (!scenario.limits().equals(Limits.NONE)) {
            throw new NotCarriedOutException("limit: limits are left as they are");
        }
        if (scenario.devices().stream().map(DeclaredDevice::via).anyMatch(Objects::nonNull)) {
            throw new NotCarriedOutException("via: only the process's own page table has a stand-in");
        }
        if (!scenario.devices().stream().allMatch(device -> device.pasid() && device.pri() && device.rawio())) {
            throw new NotCarriedOutException("device: what answers here lacks nothing");
        }
        if (!scenario.devices().stream()
                .allMatch(device -> device.iommu() == IommuKind.UNNAMED && device.bits() == Iommu.ALL_BITS)) {
            throw new NotCarriedOutException("iommu: no IOMMU is between");
        }
    }

    /** A file is as large as the largest buffer that maps it. Answers which files are memfds. */
    private static Set<String> sizeBuffers(List<Step> steps, AgentProgram program) {
        Map<String, Integer> pages = new HashMap<>();
        Map<String, Integer> files = new HashMap<>();
        Map<String, Integer> memfds = new HashMap<>();
        for (Step step : steps) {
            if (step instanceof MmapStep mmap) {
                pages.merge(mmap.buffer().text(), mmap.pages(), Math::max);
                if (mmap.file() != null) {
                    files.merge(mmap.file(), mmap.pages(), Math::max);
                }
                if (mmap.memfd() != null) {
                    memfds.merge(mmap.memfd(), mmap.pages(), Math::max);
                }
            } else if (step instanceof MremapStep mremap) {
                pages.merge(
                        mremap.target().text(),
                        pages.getOrDefault(mremap.buffer().text(), 1),
                        Math::max);
            }
        }
        pages.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(buffer -> program.sizeBuffer(buffer.getKey(), buffer.getValue()));
        for (Step step : steps) {
            if (step instanceof TruncateStep truncate && !memfds.containsKey(truncate.file())) {
                files.putIfAbsent(truncate.file(), 1);
            }
        }
        files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(file -> program.sizeFile(file.getKey(), file.getValue()));
        memfds.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(memfd -> program.sizeMemfd(memfd.getKey(), memfd.getValue()));
        return memfds.keySet();
    }

    /** The model's pool has enough for everybody; that each process copies each page is the most that can happen. */
    private static void refuseSmallPool(List<Step> steps, AgentAbilities abilities) throws NotCarriedOutException {
        long most = steps.stream()
                .filter(step -> step instanceof MmapStep mmap && mmap.hugetlb())
                .mapToLong(step -> (((MmapStep) step).pages() + SMALL_PAGES_IN_HUGE - 1) / SMALL_PAGES_IN_HUGE)
                .sum();
        long processes = 1 + steps.stream().filter(ForkStep.class::isInstance).count();
        if (most * processes > abilities.pool()) {
            throw new NotCarriedOutException("mmap hugetlb: the pool of this machine has too few free pages");
        }
    }

    /** How many queues there are is the machine's matter, not the kernel's. */
    private static void refuseQueues(
            Scenario scenario, List<Step> steps, Counterpart counterpart, AgentAbilities abilities)
            throws NotCarriedOutException {
        String lacking = counterpart.lacking(abilities);
        if (lacking != null) {
            throw new NotCarriedOutException(lacking);
        }
        if ((counterpart.rdma() || counterpart == Counterpart.MDEV)
                && scenario.devices().size() > 1) {
            throw new NotCarriedOutException("device: there is one adapter, and one parent of mdevs");
        }
        boolean mdevs = counterpart == Counterpart.MDEV;
        long opened = Math.max(
                steps.stream()
                        .filter(step -> step instanceof OpenStep open && !(mdevs && open.mdev() != null))
                        .count(),
                steps.stream().filter(CreateMdevStep.class::isInstance).count());
        if (opened > counterpart.queues(abilities)
                || scenario.devices().stream().anyMatch(device -> device.queues() < opened)) {
            throw new NotCarriedOutException("open: more queues than the emulated machine or the device has");
        }
    }

    /** A device of uacce has as many queues as the scenario says. */
    private static void sizeDevices(Scenario scenario, AgentProgram program, AgentAbilities abilities)
            throws NotCarriedOutException {
        if (scenario.devices().size() > abilities.uacce()) {
            throw new NotCarriedOutException("device: more devices of uacce than the emulated machine has");
        }
        for (int i = 0; i < abilities.uacce(); i++) {
            program.sizeDevice(
                    i,
                    i < scenario.devices().size()
                            ? Math.min(scenario.devices().get(i).queues(), AgentProgram.MAX_PAGES)
                            : 1);
        }
    }

    private static void refusePins(List<Step> steps, AgentAbilities abilities) throws NotCarriedOutException {
        boolean pins = steps.stream().anyMatch(PinStep.class::isInstance);
        boolean files = steps.stream().anyMatch(step -> step instanceof MmapStep mmap && mmap.file() != null);
        if (pins && abilities.pinsRefused() != null) {
            throw new NotCarriedOutException("pin: io_uring is refused here (" + abilities.pinsRefused() + ")");
        }
        if (pins && files && !abilities.realFiles()) {
            throw new NotCarriedOutException("pin of a file: files lie on tmpfs here, which pins as shared memory");
        }
    }
}
