/** The simulated kernel: processes, page tables, pins, notifiers, IOMMU, devices, clock and costs. It knows no backend. */
@NullMarked
@Woven
package io.github.accelbed.model;

import org.jspecify.annotations.NullMarked;
