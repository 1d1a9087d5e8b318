@NullMarked
package io.github.accelbed.experiments.claims;

import org.jspecify.annotations.NullMarked;
