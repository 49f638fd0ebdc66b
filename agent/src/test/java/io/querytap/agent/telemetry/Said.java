package io.querytap.agent.telemetry;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Listens to the agent's voice in a test: what was said, each topic once. */
final class Said implements ExportHealth.Voice {
    /** Kept, or its setting would be lost: what the SDK has to say of failures wanted by the tests is not to fill the build's log. */
    private static final Logger SDK = Logger.getLogger("io.opentelemetry");

    static {
        SDK.setLevel(Level.OFF);
    }

    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private final List<String> messages = new CopyOnWriteArrayList<>();

    @Override
    public boolean sayOnce(String topic, String message) {
        return topics.add(topic) && messages.add(message);
    }

    List<String> messages() {
        return messages;
    }
}
