/**
 * Going through all orders of steps of anything that can be stepped, undone and looked at: visited states, the state graph, what is
 * counted on it, and the shortest way to each end. It knows nothing of scenarios.
 */
@NullMarked
package io.github.accelbed.explorer.search;

import org.jspecify.annotations.NullMarked;
