package io.github.accelbed.vfio.mdev;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of mdevs: what an administrator writes to {@code create} is a UUID, one for the whole machine. */
public final class MdevUuid {
    /** {@code UUID_STRING_LEN}. */
    static final int LENGTH = 36;

    private static final Pattern FORM =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private MdevUuid() {}

    /**
     * A UUID that stands for a name of ours.
     *
     * @param name any text
     * @return always the same for the same name, and the name itself if it is a UUID
     */
    public static String of(String name) {
        return FORM.matcher(name).matches()
                ? name
                : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * {@code create_store}: reads what was written.
     *
     * @param written 36 characters, or 37 with a line end
     * @return the UUID, or null for EINVAL
     */
    static @Nullable String parse(String written) {
        if (written.length() != LENGTH && written.length() != LENGTH + 1) {
            return null;
        }
        String uuid = written.substring(0, LENGTH);
        return FORM.matcher(uuid).matches() ? uuid : null;
    }
}
