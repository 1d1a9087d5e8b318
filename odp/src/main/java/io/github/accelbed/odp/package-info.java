/** The backends of RDMA: on-demand paging with a mirror table per memory region, and the pinned region beside it. */
@NullMarked
@Woven
package io.github.accelbed.odp;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
