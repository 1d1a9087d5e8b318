/** A client's life in which one allocation fails, or which a SIGKILL ends, at every possible place; and what is left of it. */
@NullMarked
package io.github.accelbed.drivers.leak;

import org.jspecify.annotations.NullMarked;
