package io.querytap.cache.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.querytap.cache.generation.TableSet;
import java.util.concurrent.TimeUnit;

/**
 * Two connections to one server whose identity was checked: one for questions and invalidations, one for entries, so that a large entry on
 * its way out delays no question. Never reconnects: another link does, after checking again.
 */
final class Link {
    private final StatefulRedisConnection<byte[], byte[]> questions;
    private final StatefulRedisConnection<byte[], byte[]> entries;
    private final boolean isStrict;
    private final Marks marks;
    private final ServerIdentity identity;
    /** The server's milliseconds less ours, as {@link System#nanoTime} counts; a little less than it is, so that lives end early. */
    private volatile long serverMillisAhead;

    private volatile boolean isGivenUp;

    Link(
            StatefulRedisConnection<byte[], byte[]> questions,
            StatefulRedisConnection<byte[], byte[]> entries,
            ServerIdentity identity,
            Marks marks) {
        this.questions = questions;
        this.entries = entries;
        this.identity = identity;
        this.isStrict = identity.knowsScriptFlags();
        this.marks = marks;
    }

    boolean isOpen() {
        return !isGivenUp && questions.isOpen() && entries.isOpen();
    }

    /** Not to be used any more; to be closed by the keeper. */
    void giveUp() {
        isGivenUp = true;
    }

    ServerIdentity identity() {
        return identity;
    }

    boolean isQuiet(TableSet tables, long sinceNanos) {
        return marks.isQuiet(tables, sinceNanos) && isOpen();
    }

    /** What the server's clock showed when we looked at ours afterwards. */
    void clockSeen(long serverMillis, long nanosAfter) {
        serverMillisAhead = serverMillis - 1 - Math.floorDiv(nanosAfter, TimeUnit.MILLISECONDS.toNanos(1));
    }

    long serverMillis(long nanos) {
        return serverMillisAhead + Math.floorDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** Sends a step by its digest; the server may have forgotten the text. */
    RedisFuture<Object> send(Script script, byte[][] keys, byte[]... args) {
        return of(script).async().evalsha(script.digest(isStrict), outputOf(script), keys, args);
    }

    /** Sends a step with its text. */
    RedisFuture<Object> sendWhole(Script script, byte[][] keys, byte[]... args) {
        return of(script).async().eval(script.text(isStrict), outputOf(script), keys, args);
    }

    RedisFuture<String> setIfAbsent(byte[] key, byte[] value, long millis) {
        return questions.async().set(key, value, SetArgs.Builder.nx().px(millis));
    }

    RedisFuture<String> set(byte[] key, byte[] value) {
        return questions.async().set(key, value);
    }

    RedisFuture<String> info() {
        return questions.async().info();
    }

    private StatefulRedisConnection<byte[], byte[]> of(Script script) {
        return script == Script.PUT ? entries : questions;
    }

    private static ScriptOutputType outputOf(Script script) {
        return script == Script.LOOK ? ScriptOutputType.MULTI : ScriptOutputType.INTEGER;
    }

    void close() {
        questions.closeAsync();
        entries.closeAsync();
    }
}
