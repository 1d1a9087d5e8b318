@NullMarked
package io.github.accelbed.claims.verdict;

import org.jspecify.annotations.NullMarked;
