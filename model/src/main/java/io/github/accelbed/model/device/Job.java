package io.github.accelbed.model.device;

/**
 * What a descriptor asks of an engine, as a sequence of touches of one page each. The first three are what every engine can do; the
 * others are the own jobs of one kind of device each.
 *
 * <p>An engine keeps one stamp between two touches. Left out: what the computation itself costs.
 */
public enum Job {
    /** Read one page into the completion. */
    READ {
        @Override
        long absorb(long state, long stamp, Descriptor descriptor, int touch) {
            return stamp;
        }
    },
    /** Write the operand to one page. */
    WRITE {
        @Override
        boolean writes(Descriptor descriptor, int touch) {
            return true;
        }

        @Override
        long emit(long state, Descriptor descriptor, int touch) {
            return descriptor.operand();
        }
    },
    /** Copy pages from a source to a target. */
    COPY(true) {
        @Override
        long absorb(long state, long stamp, Descriptor descriptor, int touch) {
            return stamp;
        }
    },
    /** A NIC: each target page receives the next packet of the stream that the operand names. */
    RECEIVE {
        @Override
        boolean writes(Descriptor descriptor, int touch) {
            return true;
        }

        @Override
        long emit(long state, Descriptor descriptor, int touch) {
            return Stamps.packet(descriptor.operand(), touch);
        }
    },
    /** An RSA engine: each source page is replaced, or its target written, decrypted with the key that is the operand. */
    DECRYPT(true) {
        @Override
        long absorb(long state, long stamp, Descriptor descriptor, int touch) {
            return Stamps.decrypt(stamp, descriptor.operand());
        }
    },
    /** A compressor: two source pages fit one target page; of an odd number the last one gets a page of its own. */
    COMPRESS {
        private static final int GROUP = 3;

        @Override
        int touches(int pages) {
            return pages + (pages + 1) / 2;
        }

        @Override
        boolean writes(Descriptor descriptor, int touch) {
            return touch % GROUP == 2 || touch == touches(descriptor.pages()) - 1;
        }

        @Override
        int segment(int pages, boolean target) {
            return target ? (pages + 1) / 2 : pages;
        }

        @Override
        int page(Descriptor descriptor, int touch) {
            int group = touch / GROUP;
            return writes(descriptor, touch) ? group : 2 * group + touch % GROUP;
        }

        @Override
        long absorb(long state, long stamp, Descriptor descriptor, int touch) {
            return Stamps.digest(touch % GROUP == 0 ? 0 : state, stamp);
        }
    },
    /** An AI engine: all source pages are reduced to one stamp in the completion. */
    REDUCE {
        @Override
        long absorb(long state, long stamp, Descriptor descriptor, int touch) {
            return Stamps.digest(state, stamp);
        }
    };

    /** Whether each page that is read is written before the next one is. */
    private final boolean pageByPage;

    Job() {
        this(false);
    }

    Job(boolean pageByPage) {
        this.pageByPage = pageByPage;
    }

    /** How many touches a job of that many pages takes. */
    int touches(int pages) {
        return pageByPage ? 2 * pages : pages;
    }

    /** Whether a touch writes to the target; else it reads the source. */
    boolean writes(Descriptor descriptor, int touch) {
        return pageByPage && touch % 2 == 1;
    }

    /** How many pages of the source, or of the target, a job of that many pages touches. */
    int segment(int pages, boolean target) {
        return pages;
    }

    /** Which page of source or target a touch is at, from 0. */
    int page(Descriptor descriptor, int touch) {
        return pageByPage ? touch / 2 : touch;
    }

    /** What the engine keeps after it read a page. */
    long absorb(long state, long stamp, Descriptor descriptor, int touch) {
        return state;
    }

    /** What it writes to a page. */
    long emit(long state, Descriptor descriptor, int touch) {
        return state;
    }
}
