/** VFIO's containers, groups and type1: the calls of its files, and the pages that they pin and map into a table of the container's own. */
@NullMarked
package io.github.accelbed.vfio;

import org.jspecify.annotations.NullMarked;
