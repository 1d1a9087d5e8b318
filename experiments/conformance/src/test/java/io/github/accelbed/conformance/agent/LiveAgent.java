package io.github.accelbed.conformance.agent;

import org.opentest4j.TestAbortedException;

/** The agent for tests that need a running Linux; where there is none, the test is skipped and says so in the build's output. */
public final class LiveAgent {
    private LiveAgent() {}

    /**
     * Builds the agent.
     *
     * @return the agent
     */
    public static NativeAgent required() {
        try {
            return NativeAgent.build();
        } catch (AgentException e) {
            throw skipped(e);
        }
    }

    /**
     * Says why a test is skipped.
     *
     * @param why what the machine does not allow
     * @return to be thrown
     */
    public static TestAbortedException skipped(AgentException why) {
        String message = "SKIPPED, this machine cannot be compared with the model: " + why.getMessage();
        System.err.println(message);
        return new TestAbortedException(message);
    }
}
