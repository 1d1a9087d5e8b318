/** How much of a process can be mapped for a device at the process's own addresses. */
@NullMarked
package io.github.accelbed.drivers.vaiova;

import org.jspecify.annotations.NullMarked;
