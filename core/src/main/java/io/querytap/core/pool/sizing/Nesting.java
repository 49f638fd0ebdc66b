package io.querytap.core.pool.sizing;

/** Borrowers that held connections of a pool and asked it for more. Immutable. */
public final class Nesting {
    /** Nobody was seen to. */
    public static final Nesting NONE = new Nesting(0, 1);

    private final int threads;
    private final int connectionsEach;

    /**
     * @param threads how many at once may borrow so
     * @param connectionsEach how many one of them needs at once
     */
    public Nesting(int threads, int connectionsEach) {
        this.threads = threads;
        this.connectionsEach = connectionsEach;
    }

    public int threads() {
        return threads;
    }

    public int connectionsEach() {
        return connectionsEach;
    }

    /** With so many connections one borrower can always go on, so that they cannot block each other for good. */
    int minSize() {
        return connectionsEach < 2 ? 1 : threads * (connectionsEach - 1) + 1;
    }
}
