/** The backends that VFIO or its successor hands out: the device walks a table of its own, filled with pinned pages. */
@NullMarked
package io.github.accelbed.vfio;

import org.jspecify.annotations.NullMarked;
