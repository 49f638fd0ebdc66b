package io.querytap.core.callsite;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes call sites on the thread that calls, rarely: a walk over the stack costs tens of microseconds, so it is done when a count
 * reaches a threshold, and never more often than a fixed rate over the whole JVM. Thread-safe.
 */
public final class CallSites {
    /** Time between two walks in the long run: fifty a second cost a thousandth of one processor. */
    static final long MEAN_GAP_NANOS = 20_000_000L;

    /**
     * Walks that may follow each other at once after a quiet time: one unit of work may have several to make, and an application that
     * starts, or a run of tests, has a hundred new ones within a second or two. Five milliseconds of a processor, if all are made.
     */
    static final int MAX_BURST = 256;

    /** Frames looked at: what a framework stacks up between the driver and the application is less. */
    private static final int MAX_FRAMES = 256;

    /** Frames of the application that are kept. */
    private static final int MAX_KEPT_FRAMES = 8;

    private final long gapNanos;
    private final int burst;

    /** When the walks made so far are paid for; ahead of the clock by at most the burst. */
    private final AtomicLong paidUntilNanos;

    public CallSites() {
        this(MEAN_GAP_NANOS, MAX_BURST);
    }

    /**
     * @param meanGapNanos time between two walks in the long run
     * @param maxBurst walks that may follow each other at once after a quiet time
     */
    public CallSites(long meanGapNanos, int maxBurst) {
        gapNanos = meanGapNanos;
        burst = maxBurst;
        paidUntilNanos = new AtomicLong(System.nanoTime() - maxBurst * meanGapNanos);
    }

    /** Where the present thread is; null if it is too soon for another look. */
    public @Nullable CallSite take() {
        return take(System.nanoTime());
    }

    /** The same, for whoever has just read the clock: {@code now} is {@link System#nanoTime()}. */
    public @Nullable CallSite take(long now) {
        return pays(now) ? Walker.INSTANCE.walk(CallSites::read) : null;
    }

    /** Whoever pays at the same time takes no look from this thread. */
    private boolean pays(long now) {
        while (true) {
            long paid = paidUntilNanos.get();
            long from = now - paid > burst * gapNanos ? now - burst * gapNanos : paid;
            if (now - from < 0) {
                return false;
            }
            if (paidUntilNanos.compareAndSet(paid, from + gapNanos)) {
                return true;
            }
        }
    }

    /**
     * Reads frames from the innermost on. The first one that is neither the agent's nor the JDK's is the driver, whose code is
     * woven: frames of its package are left out whether or not the driver is a known one.
     */
    static CallSite read(Stream<StackFrame> frames) {
        List<String> kept = new ArrayList<>(MAX_KEPT_FRAMES);
        String driverPackage = null;
        String scriptRunner = null;
        Iterator<StackFrame> all = frames.iterator();
        for (int walked = 0; walked < MAX_FRAMES && scriptRunner == null && all.hasNext(); walked++) {
            StackFrame frame = all.next();
            String type = frame.getClassName();
            if (FrameNames.isOfAgentOrJdk(type)) {
                continue;
            }
            if (driverPackage == null) {
                driverPackage = FrameNames.packageOf(type);
            } else if (FrameNames.isScriptRunner(type)) {
                scriptRunner = type;
            } else if (kept.size() < MAX_KEPT_FRAMES
                    && !driverPackage.equals(FrameNames.packageOf(type))
                    && FrameNames.isOfApplication(type)) {
                kept.add(FrameNames.text(type, frame.getMethodName(), frame.getFileName(), frame.getLineNumber()));
            }
        }
        return new CallSite(kept, scriptRunner);
    }

    /** Made when first needed: the agent's start should not pay for it. */
    private static final class Walker {
        static final StackWalker INSTANCE = StackWalker.getInstance();
    }
}
