/** Processes: tasks, descriptor tables, reference-counted open files, fork, exec and exit. */
@NullMarked
package io.github.accelbed.model.process;

import org.jspecify.annotations.NullMarked;
