package io.github.accelbed.conformance.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelPackagesTest {
    @TempDir
    private Path folder;

    private KernelPackages packages;

    @BeforeEach
    void someKernels() throws IOException, AgentException {
        Path given = Files.createDirectory(folder.resolve("given"));
        kernel(given, "6.1.0-9-cloud-amd64", "6.1.27-1");
        kernel(given, "6.1.0-10-cloud-amd64", "6.1.38-1");
        SmallDeb.write(
                given.resolve("linux-image-7.2.13+deb14-cloud-amd64_7.2.13-1_amd64.deb"), Map.of("./usr/doc", "split"));
        SmallDeb.write(
                given.resolve("linux-binary-7.2.13+deb14-cloud-amd64_7.2.13-1_amd64.deb"),
                Map.of("./usr/lib/modules/7.2.13/vmlinuz", "7.2"));
        SmallDeb.write(
                given.resolve("linux-modules-7.2.13+deb14-cloud-amd64_7.2.13-1_amd64.deb"),
                Map.of("./usr/lib/modules/7.2.13/kernel/a.ko.xz", "module"));
        packages = new KernelPackages(LabCache.at(folder.resolve("cache"), said -> {}), given, false, said -> {});
    }

    private static void kernel(Path folder, String version, String build) throws IOException {
        SmallDeb.write(
                folder.resolve("linux-image-" + version + "_" + build + "_amd64.deb"),
                Map.of("./boot/vmlinuz-" + version, version, "./lib/modules/a.ko", "module"));
    }

    @Test
    void theNewestOfAReleaseIsTaken() throws AgentException {
        BootKernel kernel = packages.find("6.1");
        assertThat(kernel.image()).hasContent("6.1.0-10-cloud-amd64");
        assertThat(kernel.modules()).isDirectoryRecursivelyContaining("glob:**.ko");
    }

    @Test
    void aSplitKernelIsPutTogether() throws AgentException {
        BootKernel kernel = packages.find("7.2");
        assertThat(kernel.image()).hasContent("7.2");
        assertThat(kernel.modules()).isDirectoryRecursivelyContaining("glob:**.ko.xz");
    }

    @Test
    void theOneWithDriversIsTakenWhereTheyAreNeeded() throws IOException, AgentException {
        Path given = folder.resolve("given");
        kernel(given, "6.1.0-10-amd64", "6.1.38-1");
        KernelPackages full =
                new KernelPackages(LabCache.at(folder.resolve("full"), said -> {}), given, true, said -> {});
        assertThat(full.find("6.1").image()).hasContent("6.1.0-10-amd64");
        assertThat(packages.find("6.1").image()).hasContent("6.1.0-10-cloud-amd64");
    }

    @Test
    void allAreOnePerRelease() throws AgentException {
        assertThat(packages.all()).extracting(BootKernel::name).containsExactly("6.1.0", "7.2.13");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> packages.find("5.10")).hasMessageContaining("6.1.0, 7.2.13");
    }

    @ParameterizedTest
    @CsvSource({
        "bookworm,true",
        "trixie-backports,true",
        "6.16,true",
        "6.16.12,true",
        "all,true",
        "lab:trixie,true",
        "lab:6.12,true",
        "lab:,false",
        "./bzImage,false",
        "Bookworm,false",
        "6,false",
        "6.16-rc1,false"
    })
    void namesAreSuitesAndReleases(String name, boolean named) {
        assertThat(KernelPackages.named(name)).isEqualTo(named);
    }
}
