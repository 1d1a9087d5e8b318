package io.github.accelbed.model.access;

import io.github.accelbed.model.Unwoven;

/** The mappable parts of a uacce queue ({@code enum uacce_qfrt}). */
@Unwoven
public enum RegionKind {
    /** Device registers, the doorbell among them. */
    MMIO,
    /** Memory shared by device and user: the rings. */
    DUS
}
