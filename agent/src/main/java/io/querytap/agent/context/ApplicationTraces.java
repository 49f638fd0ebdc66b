package io.querytap.agent.context;

import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.work.TraceContext;
import io.querytap.core.work.TraceSource;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The application's present span, from whatever copies of the OpenTelemetry API are in use: that of the OpenTelemetry agent, which
 * also knows the spans that the application makes itself, or those on the application's own class paths.
 *
 * <p>A copy is in use once its context storage is loaded. That is seen here, as a class file transformer that only looks at names; an
 * application that never uses the API costs a comparison of lengths for each class it loads, and nothing for each statement. What the
 * application may still want to set up is never touched: neither its context before it uses it, nor its global instance at all.
 *
 * <p>Thread-safe. Asks on the application's threads; waits for nobody, throws nothing.
 */
public final class ApplicationTraces implements TraceSource, ClassFileTransformer {
    /** Copies that are asked; an application server with more web applications has some without. */
    private static final int MAX_COPIES = 16;

    /** Copies that wait to be looked up, which the next statement does; without statements nobody needs them. */
    private static final int MAX_SEEN = 64;

    private static final String AGENT_IN_USE = internal(ApiNames.OF_THE_AGENT.contextInUse);
    private static final String APPLICATION_IN_USE = internal(ApiNames.OF_APPLICATIONS.contextInUse);

    private final ClassLoader own;
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean lookingUp = new AtomicBoolean();
    private volatile boolean active;
    private volatile boolean besideAgent;
    private volatile ApiReference[] copies = {};

    public ApplicationTraces() {
        own = ApplicationTraces.class.getClassLoader();
    }

    /** Begins to look out for copies of the API; finds the one of an agent that was attached before. */
    public void watch(Instrumentation instrumentation) {
        instrumentation.addTransformer(this);
        if (isOnBootClassPath(ApiNames.OF_THE_AGENT.span)) {
            for (Class<?> type : instrumentation.getInitiatedClasses(null)) {
                if (type.getName().equals(ApiNames.OF_THE_AGENT.contextInUse)) {
                    found(/* loader= */ null, ApiNames.OF_THE_AGENT);
                    return;
                }
            }
        }
    }

    private static boolean isOnBootClassPath(String type) {
        try {
            Class.forName(type, /* initialize= */ false, null);
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /** Whether the OpenTelemetry agent is at work in this JVM. */
    public boolean isBesideAgent() {
        return besideAgent;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain protectionDomain,
            byte[] classFile) {
        if (className == null || classBeingRedefined != null) {
            return null;
        }
        if (className.length() == APPLICATION_IN_USE.length()) {
            if (loader != null && loader != own && className.equals(APPLICATION_IN_USE)) {
                found(loader, ApiNames.OF_APPLICATIONS);
            }
        } else if (className.length() == AGENT_IN_USE.length()) {
            if (loader == null && className.equals(AGENT_IN_USE)) {
                found(/* loader= */ null, ApiNames.OF_THE_AGENT);
            }
        }
        return null;
    }

    /** Only remembers: this thread is in the midst of loading a class. */
    private void found(@Nullable ClassLoader loader, ApiNames names) {
        if (names == ApiNames.OF_THE_AGENT) {
            besideAgent = true;
        } else if (seen.size() >= MAX_SEEN) {
            return;
        }
        seen.add(new Seen(loader, names));
        active = true;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public @Nullable TraceContext current() {
        if (!seen.isEmpty()) {
            lookUp();
        }
        for (ApiReference reference : copies) {
            ApiCopy copy = reference.get();
            if (copy != null && copy.isUsable()) {
                TraceContext context = ask(copy);
                if (context != null) {
                    return context;
                }
            }
        }
        return null;
    }

    private static @Nullable TraceContext ask(ApiCopy copy) {
        try {
            return copy.current();
        } catch (Throwable failure) { // a copy in the midst of being set up, or one of a version that nobody knows
            if (!copy.isUsable()) {
                Diagnostics.failed("asking for the application's current span", failure);
            }
            return null;
        }
    }

    /** By one thread; the others go on with what there is. Never with a lock in hand, for class loaders have their own. */
    private void lookUp() {
        if (!lookingUp.compareAndSet(false, true)) {
            return;
        }
        try {
            for (Seen next = seen.poll(); next != null; next = seen.poll()) {
                add(next);
            }
        } finally {
            lookingUp.set(false);
        }
    }

    private void add(Seen next) {
        ClassLoader loader = next.loader.get();
        if (loader == null && next.names != ApiNames.OF_THE_AGENT) {
            return; // gone already
        }
        try {
            ApiReference added = new ApiReference(ApiCopy.in(loader, next.names));
            List<ApiReference> alive = new ArrayList<>();
            for (ApiReference known : copies) {
                if (known.get() != null) {
                    alive.add(known);
                }
            }
            if (loader == null) {
                alive.add(0, added); // knows more than the others: is asked first
            } else if (alive.size() < MAX_COPIES) {
                alive.add(added);
            }
            copies = alive.toArray(new ApiReference[0]);
        } catch (ClassNotFoundException | RuntimeException | LinkageError withoutSpans) {
            // The context alone, or an API of another time: there is nobody to ask.
        }
    }

    private static String internal(String name) {
        return name.replace('.', '/');
    }

    /** A copy that is in use; its loader is held weakly, so that an application can be undeployed. */
    private static final class Seen {
        private final WeakReference<@Nullable ClassLoader> loader;
        private final ApiNames names;

        Seen(@Nullable ClassLoader loader, ApiNames names) {
            this.loader = new WeakReference<>(loader);
            this.names = names;
        }
    }

    /** A copy held weakly: it holds classes of an application that may be undeployed. */
    private static final class ApiReference extends WeakReference<ApiCopy> {
        ApiReference(ApiCopy copy) {
            super(copy);
        }
    }
}
