@NullMarked
package io.github.accelbed.experiments.claims.verdict;

import org.jspecify.annotations.NullMarked;
