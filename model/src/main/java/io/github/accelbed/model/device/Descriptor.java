package io.github.accelbed.model.device;

/** One job of a queue: read a page, write it, or copy pages. Reused by its owner, so plain fields. */
public final class Descriptor {
    /** What the engine does. */
    public enum Opcode {
        /** Read one page into the completion. */
        READ,
        /** Write one page. */
        WRITE,
        /** Copy pages from a source to a target. */
        COPY
    }

    private Opcode opcode = Opcode.READ;
    private long source;
    private long target;
    private int pages = 1;
    private long value;

    /** An empty descriptor. */
    public Descriptor() {}

    /**
     * A read.
     *
     * @param vpn the page, in the queue's address space
     * @return this
     */
    public Descriptor read(long vpn) {
        opcode = Opcode.READ;
        source = vpn;
        pages = 1;
        return this;
    }

    /**
     * A write.
     *
     * @param vpn the page, in the queue's address space
     * @param stamp what to write
     * @return this
     */
    public Descriptor write(long vpn, long stamp) {
        opcode = Opcode.WRITE;
        target = vpn;
        value = stamp;
        pages = 1;
        return this;
    }

    /**
     * A copy.
     *
     * @param from first source page
     * @param to first target page
     * @param count pages, at least 1
     * @return this
     */
    public Descriptor copy(long from, long to, int count) {
        opcode = Opcode.COPY;
        source = from;
        target = to;
        pages = count;
        return this;
    }

    Opcode opcode() {
        return opcode;
    }

    long source() {
        return source;
    }

    long target() {
        return target;
    }

    int pages() {
        return pages;
    }

    long value() {
        return value;
    }
}
