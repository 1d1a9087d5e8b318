/** The IOMMU: domains, PASIDs, its TLB, IO page faults, reserved regions, and SVA on top of them. */
@NullMarked
package io.github.accelbed.model.iommu;

import org.jspecify.annotations.NullMarked;
