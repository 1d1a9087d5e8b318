package io.github.accelbed.explorer.search;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Numbers one after the other in as few bytes as each needs. */
final class FormBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Numbers below it take one byte. */
    private static final int ONE = 0xc0;
    /** Numbers below it take two: a first byte from {@link #ONE} up to 0xfe, and one more. */
    private static final int TWO = (0xff - ONE) << 8;

    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    /** Small numbers of either sign take one byte or two, all others nine, which are written at once. */
    void number(long value) {
        if (length + 9 > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        long even = value << 1 ^ value >> 63;
        if (even >= 0 && even < ONE) {
            bytes[length++] = (byte) even;
        } else if (even >= 0 && even < TWO) {
            bytes[length++] = (byte) (ONE + (even >>> 8));
            bytes[length++] = (byte) even;
        } else {
            bytes[length++] = (byte) 0xff;
            LONGS.set(bytes, length, value);
            length += 8;
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    long hash() {
        long hash = length * 0x9e3779b97f4a7c15L;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << 8 | (bytes[at] & 0xff);
        }
        return mix(hash ^ rest);
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 32) * 0xd6e8feb86659fd93L;
        return z ^ z >>> 29;
    }
}
