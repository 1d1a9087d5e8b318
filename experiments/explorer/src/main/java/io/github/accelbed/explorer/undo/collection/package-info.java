/**
 * The collections of explored worlds. They stand in for those of java.util, whose classes cannot be woven; they are woven like the model,
 * so that what is put into them can be taken back. Worlds are small: a search goes through all elements.
 */
@NullMarked
@Woven
package io.github.accelbed.explorer.undo.collection;

import io.github.accelbed.model.Woven;
import org.jspecify.annotations.NullMarked;
