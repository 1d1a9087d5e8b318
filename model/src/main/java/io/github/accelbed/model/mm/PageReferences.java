package io.github.accelbed.model.mm;

import java.util.Arrays;

/**
 * Page references that somebody took with get_user_pages and still holds; the holder that the integrity checker counts.
 *
 * <p>Close it with {@link #release}; an empty one is forgotten by the memory manager.
 */
public final class PageReferences {
    private final MemoryManager mm;
    private final String owner;
    private final boolean pin;
    private final boolean makesDirty;
    private boolean reserved;
    private boolean lost;

    @Frames(Frames.Form.NUMBER)
    private int[] frames = new int[4];

    private int size;

    /**
     * An empty holder.
     *
     * @param mm where the pages are
     * @param owner the process whose call takes them
     * @param pin true for FOLL_PIN (references for DMA), false for FOLL_GET
     */
    public PageReferences(MemoryManager mm, String owner, boolean pin) {
        this(mm, owner, pin, false);
    }

    /**
     * An empty holder that may mark its pages dirty when it drops them ({@code set_page_dirty_lock}): VFIO's {@code put_pfn} and RDMA's
     * {@code __ib_umem_release} do of what the device could write, iommufd's {@code batch_unpin} too, and O_DIRECT of what it read into;
     * io_uring's fixed buffers do not.
     *
     * @param mm where the pages are
     * @param owner the process whose call takes them
     * @param pin true for FOLL_PIN (references for DMA), false for FOLL_GET
     * @param makesDirty whether pages are marked dirty
     */
    public PageReferences(MemoryManager mm, String owner, boolean pin, boolean makesDirty) {
        this.mm = mm;
        this.owner = owner;
        this.pin = pin;
        this.makesDirty = makesDirty;
    }

    /**
     * Makes it a holder of VFIO's type1, whose {@code put_pfn} takes the zero page for one of a device ({@code is_invalid_reserved_pfn}) and gives no
     * reference of it back. Where references are lost so, they stay on the zero page for ever; where not (873aefb376bb), none is kept to begin with.
     *
     * @param lose whether they are lost
     * @return this
     */
    public PageReferences passesOverZeroPage(boolean lose) {
        reserved = true;
        lost = lose;
        return this;
    }

    /**
     * The process whose call took them.
     *
     * @return its name
     */
    public String owner() {
        return owner;
    }

    /**
     * Whether they were taken for DMA.
     *
     * @return true for FOLL_PIN or its predecessor
     */
    public boolean pin() {
        return pin;
    }

    /**
     * How many.
     *
     * @return pages, those with no reference of their own (a free pin of the zero page) included
     */
    public int size() {
        return size;
    }

    /**
     * A frame.
     *
     * @param index from 0
     * @return the frame
     */
    public int frame(int index) {
        return frames[index];
    }

    /**
     * What one of these adds to the refcount of an order-0 page.
     *
     * @return the bias of the running kernel for pins, 1 for gets
     */
    int bias() {
        return pin ? mm.cowRules().pinBias() : 1;
    }

    /**
     * Whether a reference on this frame counts at all.
     *
     * @return false for a pin of the zero page where that is free, and for every pin where pins hold nothing
     */
    boolean counts(int frame) {
        if (!pin) {
            return true;
        }
        CowRules rules = mm.cowRules();
        return rules.pinsHoldPages()
                && !(frame == PhysicalMemory.ZERO_PAGE && (rules.zeroPagePinIsFree() || (reserved && !lost)));
    }

    /**
     * How many of them count.
     *
     * @return {@link #size}, without the pins that are free
     */
    public int counted() {
        return (int) Arrays.stream(frames, 0, size).filter(this::counts).count();
    }

    void take(int frame) {
        if (counts(frame)) {
            if (pin) {
                mm.memory().pin(frame, bias());
            } else {
                mm.memory().get(frame, 1);
            }
        }
        if (size == 0) {
            mm.add(this);
        }
        note(frame);
    }

    /** Notes a reference that is there already. */
    void note(int frame) {
        if (size == frames.length) {
            frames = Arrays.copyOf(frames, 2 * size);
        }
        frames[size++] = frame;
    }

    /**
     * Drops the last ones.
     *
     * @param keep how many stay
     */
    public void truncate(int keep) {
        while (size > keep) {
            int frame = frames[--size];
            if (lost && frame == PhysicalMemory.ZERO_PAGE && counts(frame)) {
                mm.lost(owner).note(frame);
            } else if (counts(frame)) {
                if (makesDirty) {
                    mm.memory().setPageDirty(frame);
                }
                if (pin) {
                    mm.memory().unpin(frame, bias());
                } else {
                    mm.memory().put(frame, 1);
                }
            }
            if (size == 0) {
                mm.remove(this);
            }
        }
    }

    /** Drops all of them. */
    public void release() {
        truncate(0);
    }
}
