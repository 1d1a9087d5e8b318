package io.github.accelbed.model.device;

/**
 * What engines compute over page stamps: stand-ins for the real algorithms that have what a test needs of them. They depend on every
 * bit and on the order of pages, so that one wrong page gives a wrong result, and decryption undoes encryption.
 */
public final class Stamps {
    private static final int ROTATION = 17;

    private Stamps() {}

    /**
     * A packet of a stream that a peer sends.
     *
     * @param stream which stream
     * @param index its place, from 0
     * @return the stamp of the page that it fills
     */
    public static long packet(long stream, int index) {
        return mix(stream + index);
    }

    /**
     * The inverse of {@link #decrypt}.
     *
     * @param plain a page's stamp
     * @param key the key
     * @return the stamp of the encrypted page
     */
    public static long encrypt(long plain, long key) {
        return Long.rotateLeft(plain ^ key, ROTATION) + key;
    }

    /**
     * One page decrypted.
     *
     * @param cipher a page's stamp
     * @param key the key
     * @return the stamp of the plain page
     */
    public static long decrypt(long cipher, long key) {
        return Long.rotateRight(cipher - key, ROTATION) ^ key;
    }

    /**
     * One page taken into a digest: a checksum, or the compressed page that two others fit in.
     *
     * @param digest of the pages before, 0 at the start
     * @param stamp the next page's
     * @return the digest with it
     */
    public static long digest(long digest, long stamp) {
        return mix(mix(digest) + stamp);
    }

    /** The finalizer of MurmurHash3 in the variant 13 of Stafford, which SplittableRandom uses. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
