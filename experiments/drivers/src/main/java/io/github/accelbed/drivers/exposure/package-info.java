/** Which of a process's pages its device can reach, from event to event. */
@NullMarked
package io.github.accelbed.drivers.exposure;

import org.jspecify.annotations.NullMarked;
