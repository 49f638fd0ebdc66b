package io.querytap.smoke.jvm;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jar under test. */
public final class Agent {
    private Agent() {}

    /** Fails rather than skips: without the jar there is nothing to test. */
    public static Path jar() {
        Path jar = Path.of(System.getProperty("querytap.test.agent", "../agent/target/querytap-agent.jar"))
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("build the agent first: there is no " + jar);
        }
        return jar;
    }

    /** The compiled applications of this module. */
    public static Path applications() {
        return Path.of(System.getProperty("querytap.test.classes", "target/classes"))
                .toAbsolutePath();
    }
}
