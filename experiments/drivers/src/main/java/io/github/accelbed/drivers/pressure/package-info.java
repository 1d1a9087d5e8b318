/** Pinned memory and memlock charges as clients grow. */
@NullMarked
package io.github.accelbed.drivers.pressure;

import org.jspecify.annotations.NullMarked;
