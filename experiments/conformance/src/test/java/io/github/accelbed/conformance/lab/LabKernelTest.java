package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said of kernels made here without making one. */
class LabKernelTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "linux-source-6.1/mm/memory.c,true",
        "linux-source-6.1/arch/x86/mm/fault.c,true",
        "linux-source-6.1/arch/arm64/mm/fault.c,false",
        "linux-source-6.1/arch/arm64/Kconfig,true",
        "linux-source-6.1/drivers/gpu/drm/drm_gem.c,false",
        "linux-source-6.1/drivers/gpu/drm/Kconfig.debug,true",
        "linux-source-6.1/Documentation/Kconfig,true",
        "linux-source-6.1/tools/objtool/check.c,true"
    })
    void onlyWhatIsConfiguredIsUnpacked(String path, boolean needed) {
        assertThat(LabKernel.needed(path)).isEqualTo(needed);
    }

    @Test
    void ourDriverAndSampleMdevsAreBuiltIn() throws IOException {
        Path makefile = folder.resolve("drivers/misc/uacce/Makefile");
        Path samples = folder.resolve("samples/Kconfig");
        Files.createDirectories(makefile.getParent());
        Files.createDirectories(samples.getParent());
        Files.writeString(makefile, "obj-$(CONFIG_UACCE) += uacce.o\n");
        Files.writeString(samples, "\ttristate \"mtty\"\n\tdepends on VFIO_MDEV && m\n");

        LabKernel.addDriver(folder);

        assertThat(makefile).content().endsWith("obj-$(CONFIG_UACCE) += accelbed_uacce.o\n");
        assertThat(folder.resolve("drivers/misc/uacce/accelbed_uacce.c"))
                .content()
                .startsWith("// SPDX-License-Identifier: GPL-2.0\n");
        assertThat(samples).content().endsWith("depends on VFIO_MDEV\n");
    }

    @Test
    void theirSourceIsNoPackageOfAFolder() throws AgentException {
        KernelPackages packages =
                new KernelPackages(LabCache.at(folder.resolve("cache"), said -> {}), folder, false, said -> {});
        assertThatThrownBy(() -> packages.find("lab:trixie")).hasMessageContaining("comes from the mirror");
    }
}
