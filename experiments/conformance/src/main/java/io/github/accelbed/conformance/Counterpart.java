package io.github.accelbed.conformance;

import io.github.accelbed.scenario.language.Scenario;

/** What answers on the kernel's side for the device of a row. */
enum Counterpart {
    /** A thread of the process, since the row's device follows the process's page table. */
    STAND_IN("uacce"),

    /** A PCI device behind an IOMMU, through VFIO's container, group and device. */
    VFIO("vfio");

    private final String row;

    Counterpart(String row) {
        this.row = row;
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
