/** The native agent, seen from Java: built on the spot, spoken with over its pipes, gone at the end. */
@NullMarked
package io.github.accelbed.conformance.agent;

import org.jspecify.annotations.NullMarked;
