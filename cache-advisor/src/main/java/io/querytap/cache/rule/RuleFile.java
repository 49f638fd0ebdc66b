package io.querytap.cache.rule;

import io.querytap.core.diagnostic.Diagnostics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file with the rules, read again when it has changed. A file with a problem changes nothing: the rules of its last right
 * version hold, at the start none, and each problem is said once. Thread-safe; {@link #refresh} is for a thread of the agent.
 */
public final class RuleFile {
    /** A larger file is not read. */
    private static final long MAX_BYTES = 4L << 20;

    /** Of one version of the file. */
    private static final int MAX_PROBLEMS_SAID = 10;

    private final Path path;
    private volatile RuleSet current = RuleSet.NONE;
    private byte @Nullable [] lastContent; // guarded by this
    private boolean unreadable; // guarded by this
    private int version; // guarded by this

    public RuleFile(Path path) {
        this.path = path;
    }

    /** The rules that hold. */
    public RuleSet rules() {
        return current;
    }

    /** Reads the file if it has changed; returns whether the rules have. */
    public synchronized boolean refresh() {
        byte[] content;
        try {
            if (Files.size(path) > MAX_BYTES) {
                return unreadable("is larger than " + MAX_BYTES + " bytes");
            }
            content = Files.readAllBytes(path);
        } catch (IOException | SecurityException failure) {
            return unreadable("cannot be read (" + failure + ")");
        }
        unreadable = false;
        if (Arrays.equals(content, lastContent)) {
            return false;
        }
        lastContent = content;
        RuleReader reader = new RuleReader();
        RuleSet read = reader.read(new String(content, StandardCharsets.UTF_8), version + 1);
        if (read == null) {
            say(reader.problems());
            return false;
        }
        version++;
        current = read;
        Diagnostics.say("cache rules: " + read.rules().size() + " from " + path.getFileName()
                + (read.isEnabled() ? "" : ", switched off by \"enabled\": false"));
        return true;
    }

    private boolean unreadable(String why) {
        if (!unreadable) {
            unreadable = true;
            Diagnostics.say("querytap.cache.rules: " + path + ' ' + why + "; " + whatHolds());
        }
        return false;
    }

    private void say(List<String> problems) {
        for (int i = 0; i < problems.size() && i < MAX_PROBLEMS_SAID; i++) {
            Diagnostics.say("querytap.cache.rules: " + path + ": " + problems.get(i));
        }
        Diagnostics.say("querytap.cache.rules: " + path + " has " + problems.size()
                + (problems.size() == 1 ? " problem; " : " problems; ") + whatHolds());
    }

    private String whatHolds() {
        return current.rules().isEmpty() ? "nothing is cached" : "the rules that were read before still hold";
    }
}
