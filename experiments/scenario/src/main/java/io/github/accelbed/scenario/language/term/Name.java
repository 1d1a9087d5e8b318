package io.github.accelbed.scenario.language.term;

/** What somebody or something is called in a scenario. Names of different types are different, whatever their spelling. */
public sealed interface Name permits ProcessName, QueueName, BufferName, ReferenceName, MdevName, DeviceName {
    /**
     * As a scenario has it.
     *
     * @return the spelling
     */
    String text();
}
