package io.querytap.agent.console.http;

/** How long the server waits for what. Immutable. */
final class Patience {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** What holds outside of tests. */
    static final Patience USUAL = new Patience(NANOS_PER_SECOND);

    /** A request arrives within this time from its first byte on, or from the connection on: slow enough for any link that a page is read over. */
    final long requestNanos;

    /** How long nothing may happen between two requests; the page asks more often. */
    final long idleNanos;

    /** An answer has been read within this time. */
    final long answerNanos;

    /** How long what a client still sends is thrown away, so that it learns why it was refused instead of an error of the network. */
    final long lingerNanos;

    /** How long nobody must have been connected until what was kept for the next one goes. */
    final long restNanos;

    /** @param secondNanos what it takes for a second */
    Patience(long secondNanos) {
        this.requestNanos = 10 * secondNanos;
        this.idleNanos = 15 * secondNanos;
        this.answerNanos = 20 * secondNanos;
        this.lingerNanos = secondNanos;
        this.restNanos = 30 * secondNanos;
    }
}
