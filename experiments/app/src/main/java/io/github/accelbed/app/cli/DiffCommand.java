package io.github.accelbed.app.cli;

import io.github.accelbed.reports.data.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code accelbed diff}: which verdicts and outcomes of two files of results differ. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Say which verdicts and outcomes changed between two files of results (of 'run --json',"
                + " 'claims --format json', or a report's results.json).")
final class DiffCommand extends Subcommand {
    @Parameters(index = "0", paramLabel = "OLD.json", description = "The earlier results.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW.json", description = "The later results.")
    private Path after = Path.of("");

    @Override
    public Integer call() throws IOException {
        PrintWriter out = out();
        Map<String, String> old = read(before, line());
        Map<String, String> now = read(after, line());
        Set<String> keys = new LinkedHashSet<>(old.keySet());
        keys.addAll(now.keySet());
        int changed = 0;
        for (String key : keys) {
            String was = old.get(key);
            String is = now.get(key);
            if (was == null || is == null || !was.equals(is)) {
                changed++;
                out.println(key);
                if (was != null) {
                    out.println("  - " + was);
                }
                if (is != null) {
                    out.println("  + " + is);
                }
            }
        }
        out.println(changed + " of " + keys.size() + (changed == 1 ? " line differs" : " lines differ"));
        out.flush();
        return changed == 0 ? ExitCode.OK : ExitCode.DIFFERS;
    }

    private static Map<String, String> read(Path file, CommandLine commandLine) throws IOException {
        try {
            return ResultFile.read(file.toString(), Files.readString(file)).lines();
        } catch (ResultFile.FormatException e) {
            throw new CommandLine.ParameterException(commandLine, e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new CommandLine.ParameterException(commandLine, file + ": this is no JSON: it is not UTF-8", e);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read '" + file + "': there is no such file", e);
        } catch (IOException e) {
            throw new IOException("cannot read '" + file + "': " + e.getMessage(), e);
        }
    }
}
