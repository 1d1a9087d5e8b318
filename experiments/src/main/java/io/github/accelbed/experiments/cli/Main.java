package io.github.accelbed.experiments.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code accelbed}. It has no subcommand yet. */
@Command(
        name = "accelbed",
        version = "accelbed 0.1.0",
        mixinStandardHelpOptions = true,
        description = "How should a device reach the memory of a user process? A comparative testbed.")
public final class Main implements Runnable {

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command line without the command's name
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
