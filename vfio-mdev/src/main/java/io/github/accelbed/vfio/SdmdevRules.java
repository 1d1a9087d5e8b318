package io.github.accelbed.vfio;

/** What WarpDrive V2's own code checks in its SVA mode; one posting, so the same on all kernels. */
public interface SdmdevRules {
    /**
     * The rules of the posting.
     *
     * @return those of September 2018
     */
    static SdmdevRules asPosted() {
        return () -> true;
    }

    /**
     * Whether {@code BIND_PASID} refuses a PASID whose mm is not the caller's. Without it any process that has a queue reaches whatever
     * process's number it can name.
     *
     * @return true if it answers EINVAL
     */
    boolean checksPasid();
}
