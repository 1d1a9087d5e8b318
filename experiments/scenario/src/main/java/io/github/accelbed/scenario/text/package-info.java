/** Words for figures and lists, as findings and reasons say them. */
@NullMarked
package io.github.accelbed.scenario.text;

import org.jspecify.annotations.NullMarked;
