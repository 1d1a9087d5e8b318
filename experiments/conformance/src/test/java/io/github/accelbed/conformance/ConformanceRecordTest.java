package io.github.accelbed.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.accelbed.conformance.agent.AgentAbilities;
import io.github.accelbed.model.KernelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceRecordTest {
    @TempDir
    private Path folder;

    private static Conformance found(String kernel, String build, Map<Conformance.Cell, Conformance.Outcome> outcomes) {
        Conformance.Tally none = new Conformance.Tally(0, 0, 0);
        return new Conformance(
                new RunningKernel(kernel, KernelVersion.parse(kernel), build),
                new AgentAbilities(true, true, null, false, true, true, true, "none", 0, 0, false, 0, 0, 0, false),
                1,
                none,
                none,
                none,
                none,
                new TreeMap<>(outcomes),
                Map.of(),
                new TreeMap<>(),
                List.of(),
                List.of());
    }

    private static Conformance.Cell cell(String scenario, String row) {
        return new Conformance.Cell(scenario, row);
    }

    private static Conformance.Outcome same() {
        return new Conformance.Outcome(Conformance.Result.SAME, "");
    }

    @Test
    void aNewComparisonReplacesTheLinesOfItsRowsAndKernelOnly() throws IOException {
        Path file = folder.resolve("conformed.jsonl");
        Files.writeString(
                file,
                ConformanceRecord.read(file)
                        .with(List.of(
                                found("6.1.176", "", Map.of(cell("b", "mm"), same(), cell("gone", "uacce"), same())),
                                found("6.1.176", "own", Map.of(cell("b", "iommufd"), same())),
                                found("6.1.176", "lab", Map.of(cell("b", "uacce"), same())),
                                found("5.10.223", "", Map.of(cell("b", "mm"), same()))))
                        .text());
        Conformance.Outcome differs = new Conformance.Outcome(Conformance.Result.DIFFERS, "'read' answers 1");
        Files.writeString(
                file,
                ConformanceRecord.read(file)
                        .with(List.of(
                                found("6.1.176", "", Map.of(cell("b", "uacce"), differs, cell("b", "vfio"), same()))))
                        .text());
        assertThat(file).hasContent("""
                {"kernel":"5.10.223","row":"mm","scenario":"b","result":"same"}
                {"kernel":"6.1.176","row":"mm","scenario":"b","result":"same"}
                {"kernel":"6.1.176","row":"uacce","scenario":"b","result":"differs","why":"'read' answers 1"}
                {"kernel":"6.1.176","row":"vfio","scenario":"b","result":"same"}
                {"kernel":"6.1.176","build":"lab","row":"uacce","scenario":"b","result":"same"}
                {"kernel":"6.1.176","build":"own","row":"iommufd","scenario":"b","result":"same"}
                """);
    }

    @Test
    void anotherFileIsNamedWithItsLine() throws IOException {
        Path file = Files.writeString(
                folder.resolve("other"), "{\"kernel\":\"6.1\",\"row\":\"mm\",\"scenario\":\"a\"}\nno json\n");
        assertThatThrownBy(() -> ConformanceRecord.read(file)).hasMessageContaining("other:2");
    }
}
