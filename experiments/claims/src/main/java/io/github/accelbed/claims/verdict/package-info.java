/** What outcomes make of a claim: pure functions from points that hold or do not to a verdict and its condition. */
@NullMarked
package io.github.accelbed.claims.verdict;

import org.jspecify.annotations.NullMarked;
