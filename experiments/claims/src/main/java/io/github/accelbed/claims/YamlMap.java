package io.github.accelbed.claims;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys with their values.
 *
 * @param self all of it
 * @param values by key
 */
record YamlMap(YamlValue self, Map<String, YamlValue> values) {

    Optional<YamlValue> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    YamlValue required(String key) {
        return find(key).orElseThrow(() -> self.wrong("'" + key + "' is missing here"));
    }

    /** A text, or nothing. */
    String text(String key) {
        return find(key).map(YamlValue::text).orElse("");
    }

    /** A list, or none. */
    List<YamlValue> list(String key) {
        return find(key).map(YamlValue::list).orElse(List.of());
    }
}
