/** Scenarios as tests of JUnit Jupiter, which whoever uses this package brings along. */
@NullMarked
package io.github.accelbed.junit;

import org.jspecify.annotations.NullMarked;
