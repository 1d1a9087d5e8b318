/** Processes: tasks, descriptor tables, reference-counted open files, fork, exec and exit. */
@NullMarked
@Woven
package io.github.accelbed.model.process;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
