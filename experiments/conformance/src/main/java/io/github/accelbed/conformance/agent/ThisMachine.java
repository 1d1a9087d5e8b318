package io.github.accelbed.conformance.agent;

import java.util.Optional;

/** The machine and the kernel that this program runs on. */
public final class ThisMachine implements AgentHost {
    private final NativeAgent agent;

    /**
     * Builds the agent.
     *
     * @throws AgentException if it cannot be built here
     */
    public ThisMachine() throws AgentException {
        agent = NativeAgent.build();
    }

    @Override
    public AgentSession start() throws AgentException {
        return new AgentSession(agent);
    }

    @Override
    public Optional<String> death() {
        return Optional.empty();
    }

    @Override
    public void close() {
        agent.close();
    }
}
