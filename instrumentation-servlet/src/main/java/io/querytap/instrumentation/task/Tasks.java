package io.querytap.instrumentation.task;

/** Told of tasks that are handed from one thread to another. Thread-safe. */
public interface Tasks {
    /** Follows nothing. */
    Tasks NONE = new Tasks() {
        @Override
        public void submitted(Object task) {}

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
    void submitted(Object task);

    /** A worker of an executor begins with a task. */
    void taskBegins(Object task);

    /** The task that began last on this thread has ended. */
    void taskEnds();

    /** This virtual thread begins. */
    void virtualThreadBegins(Object thread);

    /** This virtual thread ends. */
    void virtualThreadEnds();
}
