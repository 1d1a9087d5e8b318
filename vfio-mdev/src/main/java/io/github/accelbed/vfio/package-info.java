@NullMarked
package io.github.accelbed.vfio;

import org.jspecify.annotations.NullMarked;
