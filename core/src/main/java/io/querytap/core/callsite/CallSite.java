package io.querytap.core.callsite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the application was when something happened. Immutable. */
public final class CallSite {
    private final List<String> stack;
    private final @Nullable String scriptRunner;

    CallSite(List<String> stack, @Nullable String scriptRunner) {
        this.stack = List.copyOf(stack);
        this.scriptRunner = scriptRunner;
    }

    /** {@code class.method(file:line)} of the application's innermost frame; null if there was none among those looked at. */
    public @Nullable String site() {
        return stack.isEmpty() ? null : stack.get(0);
    }

    /** The application's innermost frames, {@link #site()} first; those of JDK, drivers, pools and frameworks are left out. */
    public List<String> stack() {
        return stack;
    }

    /** Whether the call came through a tool that runs files of SQL, whose statements nobody could have written otherwise. */
    public boolean isScript() {
        return scriptRunner != null;
    }

    @Override
    public String toString() {
        return scriptRunner == null ? String.valueOf(site()) : "script, by " + scriptRunner;
    }
}
