package io.github.accelbed.model.access;

/** A row that knows its own name. */
public abstract class NamedBackend implements AccessBackend {
    private final String id;
    private final String title;

    /**
     * A row.
     *
     * @param id lower case with hyphens
     * @param title what it stands for, in one line
     */
    protected NamedBackend(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String title() {
        return title;
    }
}
