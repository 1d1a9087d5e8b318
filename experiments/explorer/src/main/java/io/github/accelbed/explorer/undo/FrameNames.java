package io.github.accelbed.explorer.undo;

import io.github.accelbed.model.mm.Frames;

/**
 * How a field, or the elements of the array in it, names frames.
 *
 * @param form how
 * @param free of flags, the bit of a free frame
 * @param kept of flags, the bits of frames whose number is kept where no annotation can say so
 */
public record FrameNames(Frames.Form form, int free, int kept) {}
