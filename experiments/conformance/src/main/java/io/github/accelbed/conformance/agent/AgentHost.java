package io.github.accelbed.conformance.agent;

import java.util.Optional;

/** Where an agent runs: on this machine, or on a kernel booted for it. */
public interface AgentHost extends AutoCloseable {
    /**
     * Starts an agent there.
     *
     * @return the running agent
     * @throws AgentException if it does not come up
     */
    AgentSession start() throws AgentException;

    /**
     * What the kernel said when it died, after a session that ended by itself.
     *
     * @return its first complaint; empty if it said none, or is this machine's
     */
    Optional<String> death();

    /**
     * Whether there are real devices for the agent to ask.
     *
     * @return false on this machine, whose devices are somebody's
     */
    default boolean devices() {
        return false;
    }

    /**
     * Whether its kernel, or a module of it, came from elsewhere than a distribution's packages.
     *
     * @return true for a kernel that was given as a file
     */
    default boolean own() {
        return false;
    }

    @Override
    void close();
}
