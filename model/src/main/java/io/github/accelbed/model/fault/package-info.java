/** Allocations that are made to fail, as the kernel's fault injection does. */
@NullMarked
@Woven
package io.github.accelbed.model.fault;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
