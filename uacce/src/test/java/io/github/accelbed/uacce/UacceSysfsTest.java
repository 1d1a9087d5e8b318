package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.model.Errno;
import io.github.accelbed.uacce.UacceSysfs.Attribute;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files below /sys/class/uacce, and the rule that isolates a device. */
class UacceSysfsTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    /** 37 pages of DUS are 1024 descriptors of 128 bytes, completions and the status words. */
    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "5.8, API, hisi_qm_v3",
        "5.8, FLAGS, 1",
        "5.8, AVAILABLE_INSTANCES, 2",
        "5.8, ALGORITHMS, accel",
        "5.8, REGION_MMIO_SIZE, 65536",
        "5.8, REGION_DUS_SIZE, 151552",
        "7.0, FLAGS, 1",
        "7.0, AVAILABLE_INSTANCES, 2",
        "7.0, ISOLATE, 0",
        "7.0, ISOLATE_STRATEGY, 0"
    })
    void aFileReads(String kernel, Attribute attribute, String text) {
        UacceSysfs.Answer read = new UacceWorld(kernel).sysfs().read(attribute);
        assertThat(read.errno()).isEqualTo(Errno.OK);
        assertThat(read.text()).isEqualTo(text);
    }

    /** The attribute's release is not verified. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.8, false", "5.17, false", "6.0, false", "6.1, true", "7.0, true"})
    @Tag("unverified")
    void isolationHasFilesFrom61On(String kernel, boolean visible) {
        UacceSysfs sysfs = new UacceWorld(kernel).sysfs();
        assertThat(sysfs.visible(Attribute.ISOLATE)).isEqualTo(visible);
        assertThat(sysfs.visible(Attribute.ISOLATE_STRATEGY)).isEqualTo(visible);
        assertThat(sysfs.read(Attribute.ISOLATE).errno()).isEqualTo(visible ? Errno.OK : Errno.ENOENT);
    }

    @Test
    void availableInstancesIsASnapshot() {
        UacceWorld w = new UacceWorld("6.1");
        w.open();
        assertThat(w.sysfs().read(Attribute.AVAILABLE_INSTANCES).text()).isEqualTo("1");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"5.8", "5.17", "6.1", "7.0"})
    void aDriverThatCannotCountAnswersEnodevAndHidesWhatItDoesNotHave(String kernel) {
        UacceWorld w = new UacceWorld(kernel);
        w.driver().register(w.m.device(), UacceOps.LEAST);
        assertThat(w.sysfs().read(Attribute.AVAILABLE_INSTANCES).errno()).isEqualTo(Errno.ENODEV);
        assertThat(w.sysfs().visible(Attribute.REGION_MMIO_SIZE)).isFalse();
        assertThat(w.sysfs().visible(Attribute.ISOLATE)).isFalse();
        assertThat(w.sysfs().visible(Attribute.ISOLATE_STRATEGY)).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1} answers {2}")
    @CsvSource({"6.1, 65535, OK", "6.1, 65536, EINVAL", "7.0, 65535, OK", "7.0, 65536, EINVAL", "5.8, 1, ENOENT"})
    void aStrategyHasALimit(String kernel, int errors, Errno answer) {
        assertThat(new UacceWorld(kernel).sysfs().writeStrategy(errors)).isEqualTo(answer);
    }

    /** The file is there if either hook is; up to 6.18 the other direction is a call of a null pointer. */
    @ParameterizedTest(name = "{0}: crash {1}")
    @CsvSource({"6.1, true", "6.18, true", "7.0, false"})
    void aStrategyWithOneHookOnly(String kernel, boolean crash) {
        UacceWorld w = new UacceWorld(kernel);
        w.driver().register(w.m.device(), new UacceOps(true, true, true, true, true, false));
        UacceSysfs sysfs = w.sysfs();
        assertThat(sysfs.read(Attribute.ISOLATE_STRATEGY).text()).isEqualTo("0");
        if (crash) {
            assertThatThrownBy(() -> sysfs.writeStrategy(1)).isInstanceOf(KernelOops.class);
        } else {
            assertThat(sysfs.writeStrategy(1)).isEqualTo(Errno.ENOENT);
        }
    }

    @Test
    void theErrorThatFindsTheThresholdReachedWithinAnHourIsolates() {
        UacceWorld w = new UacceWorld("6.1");
        w.sysfs().writeStrategy(2);
        ErrorIsolation errors = w.device().isolation();
        errors.error(0);
        errors.error(1);
        errors.error(HOUR_NS + 2);
        assertThat(w.m.device().isolated())
                .as("two of the hour before are too old")
                .isFalse();
        errors.error(HOUR_NS + 3);
        errors.error(HOUR_NS + 4);
        assertThat(w.m.device().isolated()).isTrue();
        assertThat(w.sysfs().read(Attribute.ISOLATE).text()).isEqualTo("1");
        assertThat(w.sysfs().writeStrategy(9)).isEqualTo(Errno.EPERM);
    }

    @Test
    void aNewThresholdForgetsTheErrorsAndZeroToleratesAll() {
        UacceWorld w = new UacceWorld("6.1");
        ErrorIsolation errors = w.device().isolation();
        for (int i = 0; i < 9; i++) {
            errors.error(i);
        }
        w.sysfs().writeStrategy(1);
        errors.error(10);
        assertThat(w.m.device().isolated()).isFalse();
        w.sysfs().writeStrategy(1);
        errors.error(11);
        assertThat(w.m.device().isolated()).isFalse();
        errors.error(12);
        assertThat(w.m.device().isolated()).isTrue();
    }

    @Test
    void aFailedResetIsolatesAndAVirtualFunctionHasNoStrategy() {
        UacceWorld w = new UacceWorld("6.1");
        w.device().isolation().setVirtualFunction();
        assertThat(w.sysfs().writeStrategy(1)).isEqualTo(Errno.EPERM);
        w.device().isolation().resetFailed();
        assertThat(w.m.device().isolated()).isTrue();
        assertThat(w.tryOpenRaw()).as("the kernel does not look").isEqualTo(Errno.OK);
    }
}
