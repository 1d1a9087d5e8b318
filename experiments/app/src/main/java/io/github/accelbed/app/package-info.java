/** The program: everything below it, put together for the command line. */
@NullMarked
package io.github.accelbed.app;

import org.jspecify.annotations.NullMarked;
