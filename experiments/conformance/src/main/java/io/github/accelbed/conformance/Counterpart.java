package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.model.device.DeviceKind;
import io.github.accelbed.scenario.language.DeclaredDevice;
import io.github.accelbed.scenario.language.Scenario;
import io.github.accelbed.scenario.language.step.CreateMdevStep;
import io.github.accelbed.scenario.language.step.OpenStep;
import io.github.accelbed.scenario.language.step.ParBlock;
import io.github.accelbed.scenario.language.step.Statement;
import io.github.accelbed.scenario.language.step.Step;
import io.github.accelbed.scenario.language.term.DeviceName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers on the kernel's side for the device of a row. */
enum Counterpart {
    /** A thread of the process, since the row's device follows the process's page table. */
    STAND_IN("uacce"),

    /** A PCI device behind an IOMMU, through VFIO's container, group and device. */
    VFIO("vfio"),

    /** The same device by its own node, bound to an iommufd. */
    IOMMUFD("iommufd"),

    /** Soft-RoCE, an adapter of RDMA in software, with pinned regions. */
    RDMA_PINNED("rdma-pinned"),

    /** The same with regions that follow the page table. */
    ODP("odp"),

    /** A driver without hardware below the real uacce.c, of a kernel built for this. */
    UACCE("uacce"),

    /** Mediated devices of the kernel's sample mtty, which come and go and do no DMA. */
    MDEV("vfio");

    private final String row;

    Counterpart(String row) {
        this.row = row;
    }

    /** Those with something real behind them; a driver of ours only where the agent has found it. */
    static List<Counterpart> real(AgentAbilities abilities) {
        List<Counterpart> real = new ArrayList<>(List.of(VFIO, IOMMUFD, RDMA_PINNED, ODP));
        if (abilities.uacce() > 0) {
            real.add(UACCE);
        }
        if (abilities.mdevs() > 0) {
            real.add(MDEV);
        }
        return real;
    }

    /** What tables and records name it: the row, and that a device was asked where a thread is asked, too. */
    String label(Scenario scenario) {
        return switch (this) {
            case UACCE -> "uacce device";
            case MDEV -> "vfio mdev";
            default -> rowOf(scenario);
        };
    }

    String row() {
        return row;
    }

    /** Whether it is an adapter of RDMA, which the model knows as device {@code rxe}. */
    boolean rdma() {
        return this == RDMA_PINNED || this == ODP;
    }

    /** How many queues a machine has for it. */
    int queues(AgentAbilities abilities) {
        return rdma() ? abilities.adapter() : this == MDEV ? abilities.mdevs() : abilities.devices();
    }

    /** Why a machine cannot answer for it; null if it can. */
    @Nullable
    String lacking(AgentAbilities abilities) {
        if (queues(abilities) == 0) {
            return row + (rdma() ? ": the kernel has no Soft-RoCE" : ": the kernel gave no device to VFIO");
        }
        return switch (this) {
            case IOMMUFD ->
                abilities.iommufd()
                        ? null
                        : "iommufd: the kernel was built without it (CONFIG_IOMMUFD) or without nodes of devices (CONFIG_VFIO_DEVICE_CDEV)";
            case ODP -> abilities.onDemand() ? null : "odp: Soft-RoCE has no on-demand regions here, as up to 6.14";
            default -> null;
        };
    }

    /** A scenario for this row alone, with the device that answers in place of its own if it has one. */
    Scenario alone(Scenario scenario) {
        Scenario asked = scenario.asked(scenario.expectations(), List.of(row), scenario.kernels(), List.of());
        return rdma() && scenario.devices().size() == 1 ? onSoftRoce(asked) : asked;
    }

    private static Scenario onSoftRoce(Scenario s) {
        DeclaredDevice own = s.defaultDevice();
        DeclaredDevice device = new DeclaredDevice(
                own.at(),
                DeviceKind.RXE.id(),
                own.queues(),
                own.via(),
                own.pasid(),
                own.pri(),
                own.rawio(),
                own.iommu(),
                own.bits());
        return new Scenario(
                s.file(),
                "",
                s.name(),
                s.title(),
                s.claims(),
                s.kernels(),
                s.backends(),
                List.of(device),
                s.limits(),
                s.exploration(),
                s.ablations(),
                s.statements().stream().map(Counterpart::onSoftRoce).toList(),
                s.expectations(),
                s.warnings());
    }

    private static Statement onSoftRoce(Statement statement) {
        if (statement instanceof ParBlock par) {
            List<List<Step>> branches = par.branches().stream()
                    .map(branch ->
                            branch.stream().map(step -> (Step) onSoftRoce(step)).toList())
                    .toList();
            return new ParBlock(par.at(), par.preempt(), branches);
        }
        return statement instanceof OpenStep open
                ? new OpenStep(
                        open.at(),
                        open.process(),
                        open.queue(),
                        new DeviceName(DeviceKind.RXE.id()),
                        open.mdev(),
                        open.with(),
                        open.inherit(),
                        open.raw(),
                        open.register())
                : statement;
    }

    /** The row that the model runs a scenario on. */
    String rowOf(Scenario scenario) {
        return this == STAND_IN && scenario.isMmOnly() ? Scenario.MM : row;
    }

    /** Whether it can be asked about a scenario at all. */
    boolean answersFor(Scenario scenario) {
        return scenario.cellBackends().contains(row)
                && !(this != STAND_IN && scenario.isMmOnly())
                && (this != MDEV || scenario.steps().anyMatch(CreateMdevStep.class::isInstance));
    }
}
