/** The same storm of copy-on-write faults on the running kernel and on the model, by the clock on the wall. */
@NullMarked
package io.github.accelbed.conformance.replay;

import org.jspecify.annotations.NullMarked;
