/** The IOMMU: domains, PASIDs, its TLB, IO page faults, reserved regions, and SVA on top of them. */
@NullMarked
@Woven
package io.github.accelbed.model.iommu;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
