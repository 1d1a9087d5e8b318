package io.github.accelbed.scenario.language;

import io.github.accelbed.model.device.DeviceKind;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words that the language takes from elsewhere: what is registered, listed or in the ledger.
 *
 * @param backends the known backend ids in the order in which {@code all} means them, without {@code mm}
 * @param claims the known claim ids; empty means that claim ids are not checked
 * @param mechanisms the mechanisms that {@code without} can take away
 * @param devices the known devices, and how many queues each has if its header does not say
 */
public record Vocabulary(
        List<String> backends, Set<String> claims, Set<String> mechanisms, Map<String, Integer> devices) {

    /** The devices of the model: {@code zip} has 1024 queues, as the HiSilicon one does, the others 16. */
    public static final Map<String, Integer> DEVICES = modelDevices();

    /** Copies the collections; their order is kept. */
    public Vocabulary {
        backends = List.copyOf(backends);
        claims = Collections.unmodifiableSet(new LinkedHashSet<>(claims));
        mechanisms = Collections.unmodifiableSet(new LinkedHashSet<>(mechanisms));
        devices = Collections.unmodifiableMap(new LinkedHashMap<>(devices));
    }

    /**
     * A vocabulary with the model's devices.
     *
     * @param backends the known backend ids, in order
     * @param claims the known claim ids, or none to check none
     * @param mechanisms the mechanisms that can be taken away
     * @return the vocabulary
     */
    public static Vocabulary of(List<String> backends, Collection<String> claims, Collection<String> mechanisms) {
        return new Vocabulary(backends, new LinkedHashSet<>(claims), new LinkedHashSet<>(mechanisms), DEVICES);
    }

    private static Map<String, Integer> modelDevices() {
        Map<String, Integer> devices = new LinkedHashMap<>();
        for (DeviceKind kind : DeviceKind.values()) {
            devices.put(kind.id(), kind.queues());
        }
        return Collections.unmodifiableMap(devices);
    }
}
