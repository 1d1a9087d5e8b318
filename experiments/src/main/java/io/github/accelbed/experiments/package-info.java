@NullMarked
package io.github.accelbed.experiments;

import org.jspecify.annotations.NullMarked;
