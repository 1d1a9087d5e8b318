package io.github.accelbed.model.device;

/** One job of a queue: what to do, with which pages. Reused by its owner, so plain fields. */
public final class Descriptor {
    private Job job = Job.READ;
    private long source;
    private long target;
    private int pages = 1;
    private long operand;

    /**
     * A read.
     *
     * @param vpn the page, in the queue's address space
     * @return this
     */
    public Descriptor read(long vpn) {
        job = Job.READ;
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
        job = Job.WRITE;
        target = vpn;
        operand = stamp;
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
        job = Job.COPY;
        source = from;
        target = to;
        pages = count;
        return this;
    }

    /**
     * Any job.
     *
     * @param what which one
     * @param from first source page; unused by a job that only writes
     * @param to first target page, that of the source for a job in place; unused by a job that only reads
     * @param count pages, at least 1: of the target for {@link Job#RECEIVE}, else of the source
     * @param with the stream, the key or the stamp to write; unused by the others
     * @return this
     */
    public Descriptor job(Job what, long from, long to, int count, long with) {
        if (count < 1) {
            throw new IllegalArgumentException("pages " + count);
        }
        job = what;
        source = from;
        target = to;
        pages = count;
        operand = with;
        return this;
    }

    Job job() {
        return job;
    }

    /** The page of a touch, in the queue's address space. */
    long vpn(int touch) {
        return job.page(this, touch) + (job.writes(this, touch) ? target : source);
    }

    /** How many pages of its segment, source or target, a touch has before it, its own included. */
    int rest(int touch) {
        return job.segment(pages, job.writes(this, touch)) - job.page(this, touch);
    }

    int pages() {
        return pages;
    }

    long operand() {
        return operand;
    }
}
