@NullMarked
package io.github.accelbed.odp;

import org.jspecify.annotations.NullMarked;
