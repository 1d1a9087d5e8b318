/** The scenarios that come with the program, and reading scenarios from files. */
@NullMarked
package io.github.accelbed.scenario.builtin;

import org.jspecify.annotations.NullMarked;
