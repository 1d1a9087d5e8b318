@NullMarked
package io.github.accelbed.claims;

import org.jspecify.annotations.NullMarked;
