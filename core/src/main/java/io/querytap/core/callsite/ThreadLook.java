package io.querytap.core.callsite;

import java.util.ArrayList;
import java.util.List;

/** What another thread is doing at one moment, as far as its stack tells. Immutable. */
public final class ThreadLook {
    /** Frames of the application that are kept. */
    private static final int MAX_KEPT_FRAMES = 8;

    private static final String SLEEPS = "sleeps";
    /** {@link #doing} of a thread that reads from or writes to a socket. */
    public static final String NETWORK = "waits for the network";

    private static final String WAITS = "waits for another thread";
    private static final String FILE = "reads or writes a file";
    private static final String WORKS = "works";

    private final CallSite site;
    private final String doing;
    private final boolean inDriver;

    private ThreadLook(CallSite site, String doing, boolean inDriver) {
        this.site = site;
        this.doing = doing;
        this.inDriver = inDriver;
    }

    /** Looks at a thread; costs it a pause of some microseconds. A thread that has ended, or whose stack cannot be had, has no frames. */
    public static ThreadLook at(Thread thread) {
        return of(thread.getStackTrace());
    }

    /** Reads frames from the innermost on. */
    static ThreadLook of(StackTraceElement[] frames) {
        List<String> kept = new ArrayList<>(MAX_KEPT_FRAMES);
        String doing = frames.length == 0 ? "" : WORKS;
        boolean inDriver = false;
        boolean inJdk = true;
        for (StackTraceElement frame : frames) {
            String type = frame.getClassName();
            if (FrameNames.isOfAgentOrJdk(type)) {
                if (inJdk && doing.equals(WORKS)) {
                    doing = doing(type, frame.getMethodName());
                }
                continue;
            }
            inJdk = false;
            if (FrameNames.isOfDriver(type)) {
                inDriver |= kept.isEmpty();
            } else if (kept.size() < MAX_KEPT_FRAMES && FrameNames.isOfApplication(type)) {
                kept.add(FrameNames.text(type, frame.getMethodName(), frame.getFileName(), frame.getLineNumber()));
            }
        }
        return new ThreadLook(new CallSite(kept, /* scriptRunner= */ null), doing, inDriver);
    }

    /** What a method of the JDK does with a thread that stays in it. */
    private static String doing(String type, String method) {
        if (type.equals("java.lang.Thread") && method.startsWith("sleep")) {
            return SLEEPS;
        }
        if (type.startsWith("sun.nio.ch.File")
                || type.startsWith("java.io.File")
                || type.startsWith("java.io.RandomAccess")) {
            return FILE;
        }
        if (type.startsWith("sun.nio.ch.")
                || type.startsWith("java.net.")
                || type.startsWith("jdk.internal.net.http.")
                || type.startsWith("sun.net.")) {
            return NETWORK;
        }
        boolean parks = type.equals("java.lang.Object") && method.startsWith("wait")
                || type.startsWith("java.util.concurrent.locks.");
        return parks ? WAITS : WORKS;
    }

    /** Where the application is. */
    public CallSite site() {
        return site;
    }

    /** As the predicate of a sentence; empty where the stack could not be had. */
    public String doing() {
        return doing;
    }

    /** Whether it is seen to wait for nothing, so that it runs, or would if it had a processor. */
    public boolean couldRun() {
        return doing.equals(WORKS);
    }

    /** Whether the innermost code that is not the JDK's is a driver's. */
    public boolean inDriver() {
        return inDriver;
    }
}
