/** The native agent, seen from Java: built on the spot, spoken with over its pipes, gone at the end. */
@NullMarked
package io.github.accelbed.experiments.conform.agent;

import org.jspecify.annotations.NullMarked;
