package io.github.accelbed.app.cli;

import io.github.accelbed.model.cost.CostFileException;
import io.github.accelbed.model.cost.CostTable;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that changes prices; mixed into every command that runs the model. */
final class Prices {
    @Option(
            names = "--costs",
            paramLabel = "FILE",
            description = "Prices that replace the built-in ones: CSV with the header 'cost,ns,source,verified', as"
                    + " 'accelbed calibrate -o FILE' writes it.")
    private @Nullable Path costs;

    /** A command as the user would type it again. */
    String commandLine(String command) {
        return costs == null ? command : command + " --costs " + costs;
    }

    CostTable table() throws IOException {
        CostTable defaults = CostTable.defaults();
        if (costs == null) {
            return defaults;
        }
        try {
            return defaults.with(costs.toString(), Files.readString(costs));
        } catch (MalformedInputException e) {
            throw new CostFileException(costs.toString(), 1, "the file is not UTF-8 text");
        } catch (IOException e) {
            throw new IOException("cannot read the cost file '" + costs + "'", e);
        }
    }
}
