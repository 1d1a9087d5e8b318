package io.github.accelbed.model.iommu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.mm.Pte;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache may forget, but must not remember what was invalidated. */
class IotlbTest {
    private record Key(int asid, long vpn) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 64})
    void aLookupFindsWhatWasFilledLastOrNothing(int size) {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Iotlb iotlb = new Iotlb(size);
            Map<Key, Long> filled = new HashMap<>();
            long hits = 0;
            for (int i = 0; i < 500; i++) {
                int asid = 1 + random.nextInt(3);
                long vpn = random.nextInt(80);
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> {
                        long entry = Pte.of(1 + random.nextInt(100), Pte.PRESENT);
                        iotlb.fill(asid, vpn, entry);
                        filled.put(new Key(asid, vpn), entry);
                        assertThat(iotlb.lookup(asid, vpn)).isEqualTo(entry);
                        hits++;
                    }
                    case 3 -> {
                        long end = vpn + 1 + random.nextInt(100);
                        iotlb.invalidate(asid, vpn, end);
                        filled.keySet().removeIf(k -> k.asid() == asid && k.vpn() >= vpn && k.vpn() < end);
                    }
                    case 4 -> {
                        if (random.nextInt(10) == 0) {
                            iotlb.flush();
                            filled.clear();
                        }
                    }
                    default -> {
                        long found = iotlb.lookup(asid, vpn);
                        if (found != 0) {
                            hits++;
                            assertThat(found).isEqualTo(filled.get(new Key(asid, vpn)));
                        }
                    }
                }
            }
            assertThat(iotlb.hits()).isEqualTo(hits);
        }
    }

    @Test
    void aCacheAsLargeAsTheRangeForgetsNothingByItself() {
        Iotlb iotlb = new Iotlb(64);
        for (long vpn = 0; vpn < 64; vpn++) {
            iotlb.fill(1, vpn, Pte.of((int) vpn, Pte.PRESENT));
        }
        for (long vpn = 0; vpn < 64; vpn++) {
            assertThat(iotlb.holds(1, vpn, false)).isTrue();
            assertThat(iotlb.holds(1, vpn, true)).isFalse();
            assertThat(iotlb.holds(2, vpn, false)).isFalse();
        }
        iotlb.invalidate(1, 0, 1L << 36);
        for (long vpn = 0; vpn < 64; vpn++) {
            assertThat(iotlb.lookup(1, vpn)).isZero();
        }
        assertThat(iotlb.misses()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3, 1 << 25})
    void aSizeThatIsNoPowerOfTwoInRangeIsRefused(int size) {
        assertThatThrownBy(() -> new Iotlb(size)).hasMessage("IOTLB of " + size + " entries");
    }
}
