package io.querytap.instrumentation.task;

import org.jspecify.annotations.Nullable;

/** Told of tasks that are handed from one thread to another. Thread-safe. */
public interface Tasks {
    /** Follows nothing. */
    Tasks NONE = new Tasks() {
        @Override
        public void submitted(@Nullable Object task) {}

        @Override
        public void submittedTo(Object pool, @Nullable Object task) {}

        @Override
        public void rejected(Object task) {}

        @Override
        public void stepBegins(Object step) {}

        @Override
        public void taskBegins(Object task) {}

        @Override
        public void taskEnds() {}

        @Override
        public void virtualThreadBegins(Object thread) {}

        @Override
        public void virtualThreadEnds() {}
    };

    /** A task is handed to an executor, or a virtual thread is started. */
    void submitted(@Nullable Object task);

    /** A task is handed to a pool of forked tasks, which may be the one that runs virtual threads. */
    void submittedTo(Object pool, @Nullable Object task);

    /** A task that was handed over will not be run by the executor. */
    void rejected(Object task);

    /** A step begins that may have been handed over as a task of its own; {@link #taskEnds} follows. */
    void stepBegins(Object step);

    /** A worker of an executor begins with a task. */
    void taskBegins(Object task);

    /** The task that began last on this thread has ended. */
    void taskEnds();

    /** This virtual thread begins. */
    void virtualThreadBegins(Object thread);

    /** This virtual thread ends. */
    void virtualThreadEnds();
}
