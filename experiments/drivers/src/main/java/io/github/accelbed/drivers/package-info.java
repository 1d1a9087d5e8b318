/** Every experiment there is. */
@NullMarked
package io.github.accelbed.drivers;

import org.jspecify.annotations.NullMarked;
