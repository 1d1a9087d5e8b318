/** More clients than queues: who is served, who waits, who is refused. */
@NullMarked
package io.github.accelbed.drivers.exhaustion;

import org.jspecify.annotations.NullMarked;
