package io.github.accelbed.uacce;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.accelbed.model.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files below /sys/class/uacce. */
class UacceSysfsTest {
    /** 37 pages of DUS are 1024 descriptors of 128 bytes, completions and the status words. */
    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "5.8, api, hisi_qm_v3",
        "5.8, flags, 1",
        "5.8, available_instances, 2",
        "5.8, region_mmio_size, 65536",
        "5.8, region_dus_size, 151552",
        "7.0, flags, 1",
        "7.0, available_instances, 2",
        "7.0, isolate, 0",
        "7.0, isolate_strategy, 0"
    })
    void aFileReads(String kernel, String file, String text) {
        SysfsCall read = new UacceWorld(kernel).read(file);
        assertThat(read.result()).isEqualTo(Errno.OK);
        assertThat(read.value()).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"5.8, ENOENT", "5.17, ENOENT", "6.2, ENOENT", "6.3, OK", "7.0, OK"})
    void isolationHasFilesFrom63On(String kernel, Errno answer) {
        UacceWorld w = new UacceWorld(kernel);
        assertThat(w.read("isolate").result()).isEqualTo(answer);
        assertThat(w.read("isolate_strategy").result()).isEqualTo(answer);
        assertThat(w.root("write-isolate_strategy", 1).result()).isEqualTo(answer);
    }

    @Test
    void availableInstancesIsASnapshot() {
        UacceWorld w = new UacceWorld("6.1");
        w.open();
        assertThat(w.read("available_instances").value()).isEqualTo("1");
    }

    @ParameterizedTest(name = "{0}: {1} answers {2}")
    @CsvSource({"6.3, 65535, OK", "6.3, 65536, EINVAL", "7.0, 65535, OK", "7.0, 65536, EINVAL"})
    void aStrategyHasALimit(String kernel, int errors, Errno answer) {
        UacceWorld w = new UacceWorld(kernel);
        assertThat(w.root("write-isolate_strategy", errors).result()).isEqualTo(answer);
        assertThat(w.read("isolate_strategy").value()).isEqualTo(answer.ok() ? Integer.toString(errors) : "0");
    }

    @Test
    void anIsolatedDeviceTakesNoStrategyButIsOpened() {
        UacceWorld w = new UacceWorld("6.3");
        w.m.run(w.m.kernel().root().actor(), w.m.access().isolate(w.m.device()));
        assertThat(w.read("isolate").value()).isEqualTo("1");
        assertThat(w.root("write-isolate_strategy", 9).result()).isEqualTo(Errno.EPERM);
        assertThat(w.tryOpenRaw()).as("the kernel does not look").isEqualTo(Errno.OK);
    }
}
