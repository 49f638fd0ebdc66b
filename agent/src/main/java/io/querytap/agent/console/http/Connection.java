package io.querytap.agent.console.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One client, and what is between it and the server: a request that arrives, one that is being answered, an answer that goes out. Each of
 * these has a time. Of the server's thread alone.
 */
final class Connection {
    /** The JDK copies what is written into memory outside of the heap, which belongs to the application: so much at a time. */
    private static final int CHUNK_BYTES = 32 * 1_024;

    private static final long NEVER = Long.MAX_VALUE;

    /** What happens at present. */
    enum State {
        READING,
        HANDLING,
        WRITING,
        LINGERING
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Patience patience;
    private final InetAddress local;
    private final InetAddress remote;
    private final RequestReader reader = new RequestReader();
    private State state = State.READING;
    private long sinceNanos;
    private long boundNanos;
    private boolean hasServed;
    private boolean staysOpen;
    private @Nullable ByteBuffer head;
    private @Nullable ByteBuffer body;

    Connection(SocketChannel channel, SelectionKey key, Patience patience, long nowNanos) throws IOException {
        this.channel = channel;
        this.key = key;
        this.patience = patience;
        this.boundNanos = patience.requestNanos;
        this.local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        this.remote = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        this.sinceNanos = nowNanos;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    State state() {
        return state;
    }

    /** Since when the present state lasts. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** Whether a request came over it before. */
    boolean hasServed() {
        return hasServed;
    }

    /** The time left until it is to be given up. */
    long leftNanos(long nowNanos) {
        return boundNanos == NEVER ? NEVER : sinceNanos + boundNanos - nowNanos;
    }

    /** The size of the answer that is kept because not all of it has been sent. */
    long heldBytes() {
        return body == null ? 0 : body.capacity();
    }

    /**
     * Reads what has come.
     *
     * @return a request that is complete, and is then being handled; null as long as there is none
     * @throws IOException also where the client has gone
     */
    @Nullable
    HttpRequest read(long nowNanos) throws IOException, HttpRefusal {
        if (state == State.LINGERING) {
            throwAway();
            return null;
        }
        boolean hadBegun = reader.hasBegun();
        int count = channel.read(reader.room());
        if (count < 0) {
            throw new IOException("closed by the client");
        }
        reader.arrived(count);
        if (!hadBegun && hasServed && reader.hasBegun()) {
            become(State.READING, patience.requestNanos, nowNanos);
        }
        return next(nowNanos);
    }

    /** The next request, if it is here completely. */
    private @Nullable HttpRequest next(long nowNanos) throws HttpRefusal {
        if (!reader.isComplete()) {
            return null;
        }
        RequestHead requestHead = reader.head();
        hasServed = true;
        become(State.HANDLING, NEVER, nowNanos);
        key.interestOps(0);
        return new HttpRequest(requestHead, reader.takeBody(), local, remote);
    }

    private void throwAway() throws IOException {
        if (channel.read(ByteBuffer.allocate(RequestHead.MAX_BODY_BYTES)) < 0) {
            throw new IOException("closed by the client");
        }
    }

    /** Begins to send an answer. */
    void answer(HttpResponse response, boolean withBody, boolean keepsAlive, long nowNanos) {
        staysOpen = keepsAlive;
        head = ByteBuffer.wrap(response.head(keepsAlive));
        body = withBody ? ByteBuffer.wrap(response.body()) : null;
        become(State.WRITING, patience.answerNanos, nowNanos);
    }

    /**
     * Sends what can be sent without waiting.
     *
     * @return the next request, if it came along with the one before
     */
    @Nullable
    HttpRequest write(long nowNanos) throws IOException, HttpRefusal {
        if (!isSent(head) || !isSent(body)) {
            key.interestOps(SelectionKey.OP_WRITE);
            return null;
        }
        head = null;
        body = null;
        key.interestOps(SelectionKey.OP_READ);
        if (!staysOpen) {
            channel.shutdownOutput();
            become(State.LINGERING, patience.lingerNanos, nowNanos);
            return null;
        }
        become(State.READING, reader.hasBegun() ? patience.requestNanos : patience.idleNanos, nowNanos);
        return next(nowNanos);
    }

    private boolean isSent(@Nullable ByteBuffer bytes) throws IOException {
        while (bytes != null && bytes.hasRemaining()) {
            ByteBuffer chunk = bytes.duplicate();
            chunk.limit(Math.min(bytes.limit(), bytes.position() + CHUNK_BYTES));
            int count = channel.write(chunk);
            if (count <= 0) {
                return false;
            }
            bytes.position(bytes.position() + count);
        }
        return true;
    }

    private void become(State next, long longestNanos, long nowNanos) {
        state = next;
        sinceNanos = nowNanos;
        boundNanos = longestNanos;
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException gone) {
            // is closed all the same
        }
    }

    /** Closes without a farewell, so that neither side has to remember the connection. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            // closed by the client meanwhile
        }
        close();
    }
}
