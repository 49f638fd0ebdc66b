package io.querytap.core.work;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread is at work on, and what it was at work on before something else came in between. Used by that thread alone; small,
 * for there may be millions of virtual threads.
 */
final class ThreadWork {
    /** What came in between. */
    enum Frame {
        ENTRY,
        TASK,
        /** A step of what runs already, which ends like a task and is none. */
        STEP
    }

    /** Tasks and entry points inside each other, as in recursive fork and join; deeper ones are not told apart. */
    static final int MAX_DEPTH = 64;

    private static final int FIRST_DEPTH = 2;

    /** {@link #frame} outside tasks and entry points. */
    static final long NO_FRAME = 0;

    /** The unit that executions of this thread belong to; null between units, and until there is something to record. */
    @Nullable
    UnitOfWork unit;

    /** The unit that the present task was submitted in; null if in none. */
    @Nullable
    Parts carried;

    /** A lease that is a unit of its own as soon as there is something to record: begun outside of tasks and entry points. */
    @Nullable
    ConnectionWork unbegun;

    /** Tells that lease from others of the connection. */
    long unbegunSerial;

    /** Kept from a unit that nobody wanted, to be used again. */
    @Nullable
    UnitOfWork spare;

    private int depth;
    private int beyond;
    private Frame[] frames = new Frame[FIRST_DEPTH];
    private @Nullable UnitOfWork[] units = new UnitOfWork[FIRST_DEPTH];
    private @Nullable Parts[] parts = new Parts[FIRST_DEPTH];
    /** What tells a frame from others of this thread, earlier and later. */
    private long[] serials = new long[FIRST_DEPTH];

    private long entered;

    private @Nullable String threadName;
    private String taskName = "";

    /** Whether there is room for another frame. */
    boolean hasRoom() {
        return depth < MAX_DEPTH;
    }

    /** A task begins where there is no room; it goes on with the present unit. */
    void enterBeyond() {
        beyond++;
    }

    /** Such a task ends; false if there is none. */
    boolean leaveBeyond() {
        if (beyond == 0) {
            return false;
        }
        beyond--;
        return true;
    }

    /** Puts the present unit aside, unless it is a step only. */
    void enter(Frame frame) {
        if (depth == frames.length) {
            int room = Math.min(MAX_DEPTH, depth * 2);
            units = Arrays.copyOf(units, room);
            parts = Arrays.copyOf(parts, room);
            frames = Arrays.copyOf(frames, room);
            serials = Arrays.copyOf(serials, room);
        }
        frames[depth] = frame;
        units[depth] = unit;
        parts[depth] = carried;
        serials[depth] = ++entered;
        depth++;
        if (frame != Frame.STEP) {
            unit = null;
            carried = null;
        }
    }

    /** Whether something of this kind is under way. */
    boolean isIn(Frame frame) {
        for (int i = depth - 1; i >= 0; i--) {
            if (frames[i] == frame) {
                return true;
            }
        }
        return false;
    }

    /** The innermost that is no step; null if there is none. */
    @Nullable
    Frame innermost() {
        for (int i = depth - 1; i >= 0; i--) {
            if (frames[i] != Frame.STEP) {
                return frames[i];
            }
        }
        return null;
    }

    /** Number of the innermost frame that is no step; {@link #NO_FRAME} if there is none. */
    long frame() {
        for (int i = depth - 1; i >= 0; i--) {
            if (frames[i] != Frame.STEP) {
                return serials[i];
            }
        }
        return NO_FRAME;
    }

    /** Whether that frame has not been left yet; also for other threads, which may learn of it late. */
    boolean isUnder(long frame) {
        long[] numbers = serials;
        for (int i = Math.min(depth, numbers.length) - 1; i >= 0; i--) {
            if (numbers[i] == frame) {
                return true;
            }
        }
        return false;
    }

    /** What came last; null if nothing is under way. */
    @Nullable
    Frame top() {
        return depth == 0 ? null : frames[depth - 1];
    }

    /** Goes on with what was put aside last, unless what came last was a step. */
    void leave() {
        depth--;
        UnitOfWork before = units[depth];
        if (frames[depth] != Frame.STEP) {
            unit = before != null && before.isOpen() ? before : null;
            carried = parts[depth];
        }
        units[depth] = null;
        parts[depth] = null;
    }

    /** {@code task on pool-1-thread}: the thread's name without what differs between two runs. */
    String taskName(Thread thread) {
        String name = thread.getName();
        if (!name.equals(threadName)) {
            threadName = name;
            taskName = taskName(name);
        }
        return taskName;
    }

    private static String taskName(String name) {
        int end = name.length();
        while (end > 0 && (Character.isDigit(name.charAt(end - 1)) || "-_#. ".indexOf(name.charAt(end - 1)) >= 0)) {
            end--;
        }
        return end == 0 ? "task on a virtual thread" : "task on " + name.substring(0, end);
    }
}
