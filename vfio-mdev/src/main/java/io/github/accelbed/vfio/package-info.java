/** VFIO's containers, groups and type1: the calls of its files, and the pages that they pin and map into a table of the container's own. */
@NullMarked
@Woven
package io.github.accelbed.vfio;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
