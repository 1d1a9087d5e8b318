/** The backends of RDMA: on-demand paging with a mirror table per memory region, and the pinned region beside it. */
@NullMarked
package io.github.accelbed.odp;

import org.jspecify.annotations.NullMarked;
