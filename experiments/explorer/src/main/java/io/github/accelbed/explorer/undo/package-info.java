/**
 * Going back in an explored world without copying it. The classes of the model are loaded a second time, by a loader of their own that
 * makes each store to a field or array element note what it overwrites; the model's sources know nothing of it.
 */
@NullMarked
package io.github.accelbed.explorer.undo;

import org.jspecify.annotations.NullMarked;
