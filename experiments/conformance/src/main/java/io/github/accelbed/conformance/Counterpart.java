package io.github.accelbed.conformance;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.scenario.language.Scenario;
import java.util.ArrayList;
import java.util.List;

/** What answers on the kernel's side for the device of a row. */
enum Counterpart {
    /** A thread of the process, since the row's device follows the process's page table. */
    STAND_IN("uacce"),

    /** A PCI device behind an IOMMU, through VFIO's container, group and device. */
    VFIO("vfio"),

    /** The same device by its own node, bound to an iommufd. */
    IOMMUFD("iommufd"),

    /** A driver without hardware below the real uacce.c, of a kernel built for this. */
    UACCE("uacce");

    private final String row;

    Counterpart(String row) {
        this.row = row;
    }

    /** Those with something real behind them; a driver of ours only where the agent has found it. */
    static List<Counterpart> real(AgentAbilities abilities) {
        List<Counterpart> real = new ArrayList<>(List.of(VFIO, IOMMUFD));
        if (abilities.uacce() > 0) {
            real.add(UACCE);
        }
        return real;
    }

    /** What tables and records name it: the row, and that a device was asked where a thread is asked, too. */
    String label(Scenario scenario) {
        return this == UACCE ? "uacce device" : rowOf(scenario);
    }

    String row() {
        return row;
    }

    /** The row that the model runs a scenario on. */
    String rowOf(Scenario scenario) {
        return this == STAND_IN && scenario.isMmOnly() ? Scenario.MM : row;
    }

    /** Whether it can be asked about a scenario at all. */
    boolean answersFor(Scenario scenario) {
        return scenario.cellBackends().contains(row) && !(this != STAND_IN && scenario.isMmOnly());
    }
}
