package io.querytap.agent.version;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The version of this agent and of the libraries in its jar. Immutable. */
public final class AgentVersion {
    private static final String RESOURCE = "/io/querytap/agent/version.properties";
    private static final String AGENT = "agent";
    private static final String LIBRARY_PREFIX = "library.";

    private final String version;
    private final Map<String, String> libraries;

    private AgentVersion(Properties properties) {
        this.version = properties.getProperty(AGENT, "unknown");
        Map<String, String> found = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(LIBRARY_PREFIX)) {
                found.put(key.substring(LIBRARY_PREFIX.length()), properties.getProperty(key));
            }
        }
        this.libraries = Collections.unmodifiableMap(found);
    }

    /** Reads the resource; an agent whose jar lacks it says "unknown". */
    public static AgentVersion read() {
        Properties properties = new Properties();
        try (InputStream resource = AgentVersion.class.getResourceAsStream(RESOURCE)) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException | IllegalArgumentException damagedJar) {
            properties.clear();
        }
        return new AgentVersion(properties);
    }

    public String version() {
        return version;
    }

    /** Versions by artifact name, sorted. */
    public Map<String, String> libraries() {
        return libraries;
    }
}
