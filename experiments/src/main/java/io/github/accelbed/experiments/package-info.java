/** The scenario language, the runner and explorer, the claims and their experiments, and the command line. */
@NullMarked
package io.github.accelbed.experiments;

import org.jspecify.annotations.NullMarked;
