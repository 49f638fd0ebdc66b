package io.querytap.agent.report;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who wrote a report: the agent's version, the service and the JVM it was attached to. Immutable. */
public final class AgentInfo {
    private final String version;
    private final @Nullable String serviceName;
    private final String jvm;

    /** @param serviceName {@code service.name}; null if the user has given none */
    public AgentInfo(String version, @Nullable String serviceName, String jvm) {
        this.version = Objects.requireNonNull(version, "version");
        this.serviceName = serviceName;
        this.jvm = Objects.requireNonNull(jvm, "jvm");
    }

    /** Describes the JVM that this code runs in. */
    public static AgentInfo ofThisJvm(String version, @Nullable String serviceName) {
        String jvm = System.getProperty("java.vm.name", "JVM") + ' '
                + System.getProperty("java.runtime.version", System.getProperty("java.version", ""))
                + " (" + System.getProperty("java.vendor", "unknown vendor") + ") on "
                + System.getProperty("os.name", "unknown system") + ' '
                + System.getProperty("os.arch", "");
        return new AgentInfo(version, serviceName, jvm.trim());
    }

    public String version() {
        return version;
    }

    public @Nullable String serviceName() {
        return serviceName;
    }

    /** Name, version, vendor and platform of the JVM, for people. */
    public String jvm() {
        return jvm;
    }
}
