package io.querytap.agent.console.http;

import io.querytap.core.diagnostic.Diagnostics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The server: one thread moves bytes between all connections and never waits for one of them, a few workers answer requests.
 *
 * <p>Assumed: anybody on this machine may connect as often and send as slowly as he likes. Guaranteed: never more than {@link
 * #MAX_CONNECTIONS} connections and their buffers are held, and a handful of file descriptors more; who has waited longest without a request makes room for who comes, so that
 * the console can be used meanwhile; nobody is connected, then no thread wakes.
 */
public final class HttpServer {
    /** A browser opens six. Each is a file descriptor that the application does not have. */
    public static final int MAX_CONNECTIONS = 64;

    /** Connections that the operating system keeps ready; they take no file descriptors. */
    private static final int BACKLOG = 50;

    /** Accepted in one go; whoever made room for them keeps his file descriptor until the next one, when the selector lets go of it. */
    private static final int MAX_ACCEPTED_AT_ONCE = 8;

    /** Answers in memory that clients have not read. */
    static final long MAX_HELD_BYTES = 32L << 20;

    /** How long nobody is accepted after that failed: there are no file descriptors left, and trying again at once would be a busy loop. */
    private static final long ACCEPT_PAUSE_NANOS = 1_000_000_000L;

    /** Past so many failures in a row something is wrong that does not pass. */
    private static final int MAX_FAILURES = 100;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final SelectionKey accepts;
    private final HttpHandler handler;
    private final Patience patience;
    private final Workers workers = new Workers();
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    // Of the server's thread alone.
    private final Set<Connection> connections = new HashSet<>();
    private boolean acceptsPaused;
    private boolean rests = true;
    private long pausedNanos; // when the last pause of accepting began
    private long visitedNanos; // when somebody was connected last

    private HttpServer(ServerSocketChannel listener, Selector selector, HttpHandler handler, Patience patience)
            throws IOException {
        this.listener = listener;
        this.selector = selector;
        this.handler = handler;
        this.patience = patience;
        listener.configureBlocking(false);
        this.accepts = listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Listens at an address, and answers once it is started. */
    public static HttpServer open(InetSocketAddress address, HttpHandler handler) throws IOException {
        return open(address, handler, Patience.USUAL);
    }

    static HttpServer open(InetSocketAddress address, HttpHandler handler, Patience patience) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(address, BACKLOG);
            return new HttpServer(listener, Selector.open(), handler, patience);
        } catch (IOException | RuntimeException failure) {
            listener.close();
            throw failure;
        }
    }

    /** Where it listens, with the port that port 0 became. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    public void start() {
        Workers.thread(this::serve, "querytap-console").start();
    }

    /** Ends all connections; returns at once. */
    public void close() {
        closed = true;
        selector.wakeup();
    }

    /** Requests that no worker has begun to answer. */
    int waiting() {
        return workers.waiting();
    }

    private void serve() {
        int failures = 0;
        while (!closed) {
            try {
                selector.select(timeoutMillis(System.nanoTime()));
                Thread.interrupted(); // by an application that interrupts all threads; else it would never sleep again
                turn(System.nanoTime());
                failures = 0;
            } catch (ClosedSelectorException ended) {
                closed = true;
            } catch (Throwable failure) {
                Diagnostics.failed("serving the console", failure);
                closed = ++failures > MAX_FAILURES;
            }
        }
        end();
    }

    /** What is due now; then who is too slow goes. */
    private void turn(long nowNanos) {
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            SelectionKey key = ready.next();
            ready.remove();
            if (key == accepts) {
                accept(nowNanos);
            } else if (key.isValid()) {
                Connection connection = (Connection) key.attachment();
                advance(connection, () -> key.isWritable() ? connection.write(nowNanos) : connection.read(nowNanos));
            }
        }
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        for (Connection connection : List.copyOf(connections)) {
            if (connection.leftNanos(nowNanos) <= 0) {
                drop(connection);
            }
        }
        pauses(nowNanos);
    }

    private void pauses(long nowNanos) {
        if (acceptsPaused && nowNanos - pausedNanos >= ACCEPT_PAUSE_NANOS) {
            acceptsPaused = false;
            accepts.interestOps(SelectionKey.OP_ACCEPT);
        }
        if (!connections.isEmpty()) {
            rests = false;
            visitedNanos = nowNanos;
        } else if (!rests && nowNanos - visitedNanos >= patience.restNanos) {
            rests = true;
            handler.rest();
        }
    }

    /** Milliseconds until something is due without anybody's doing; 0 for ever. */
    private long timeoutMillis(long nowNanos) {
        long nanos = Long.MAX_VALUE;
        for (Connection connection : connections) {
            nanos = Math.min(nanos, connection.leftNanos(nowNanos));
        }
        if (acceptsPaused) {
            nanos = Math.min(nanos, pausedNanos + ACCEPT_PAUSE_NANOS - nowNanos);
        }
        if (!rests && connections.isEmpty()) {
            nanos = Math.min(nanos, visitedNanos + patience.restNanos - nowNanos);
        }
        return nanos == Long.MAX_VALUE ? 0 : Math.max(1, nanos / NANOS_PER_MILLI + 1);
    }

    private void accept(long nowNanos) {
        try {
            for (int i = 0; i < MAX_ACCEPTED_AT_ONCE; i++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                if (connections.size() >= MAX_CONNECTIONS) {
                    makeRoom();
                }
                admit(channel, nowNanos);
            }
        } catch (IOException noDescriptors) {
            acceptsPaused = true;
            pausedNanos = nowNanos;
            accepts.interestOps(0);
        }
    }

    private void admit(SocketChannel channel, long nowNanos) throws IOException {
        if (connections.size() >= MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        try {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Connection connection = new Connection(channel, key, patience, nowNanos);
            key.attach(connection);
            connections.add(connection);
        } catch (IOException gone) { // its key goes with it
            channel.close();
        }
    }

    /** Who has waited longest goes: first of those that never sent a request, then of the idle ones. Whoever is being answered stays. */
    private void makeRoom() {
        Connection longest = null;
        for (Connection connection : connections) {
            Connection.State state = connection.state();
            if (state == Connection.State.READING || state == Connection.State.LINGERING) {
                longest = longest == null || goesBefore(connection, longest) ? connection : longest;
            }
        }
        if (longest != null) {
            drop(longest);
        }
    }

    private static boolean goesBefore(Connection one, Connection other) {
        return one.hasServed() == other.hasServed() ? one.sinceNanos() - other.sinceNanos() < 0 : other.hasServed();
    }

    /** Takes a step of a connection, and hands over the request that is then complete. */
    private void advance(Connection connection, Step step) {
        try {
            HttpRequest request = step.take();
            if (request != null) {
                handOver(connection, request);
            }
        } catch (HttpRefusal refusal) {
            send(connection, refusal.response(), /* withBody= */ true, /* keepsAlive= */ false);
        } catch (IOException | RuntimeException gone) { // a key may be cancelled meanwhile
            drop(connection);
        }
    }

    private void handOver(Connection connection, HttpRequest request) {
        try {
            workers.execute(() -> {
                HttpResponse response = answer(request);
                answers.add(() -> send(connection, response, !request.isHead(), request.keepsAlive()));
                selector.wakeup();
            });
        } catch (RejectedExecutionException busy) {
            send(connection, HttpResponse.error(503, "too many requests at once"), true, /* keepsAlive= */ false);
        }
    }

    /** On a worker. */
    private HttpResponse answer(HttpRequest request) {
        try {
            return handler.handle(request);
        } catch (HttpRefusal refusal) {
            return refusal.response();
        } catch (Throwable failure) {
            Diagnostics.failed("answering a request to the console", failure);
            return HttpResponse.error(500, "the agent failed to answer; see its standard error");
        }
    }

    private void send(Connection connection, HttpResponse response, boolean withBody, boolean keepsAlive) {
        if (!connections.contains(connection)) {
            return;
        }
        long nowNanos = System.nanoTime();
        connection.answer(response, withBody, keepsAlive, nowNanos);
        advance(connection, () -> connection.write(nowNanos));
        slowestReadersGo(connection);
    }

    /** So that nobody fills the heap by asking for answers without reading them. */
    private void slowestReadersGo(Connection latest) {
        long held = 0;
        for (Connection connection : connections) {
            held += connection.heldBytes();
        }
        while (held > MAX_HELD_BYTES) {
            Connection slowest = null;
            for (Connection connection : connections) {
                boolean waits = connection != latest && connection.heldBytes() > 0;
                if (waits && (slowest == null || connection.sinceNanos() - slowest.sinceNanos() < 0)) {
                    slowest = connection;
                }
            }
            if (slowest == null) {
                return;
            }
            held -= slowest.heldBytes();
            drop(slowest);
        }
    }

    private void drop(Connection connection) {
        connections.remove(connection);
        if (connection.state() == Connection.State.LINGERING) {
            connection.close();
        } else {
            connection.reset();
        }
    }

    private void end() {
        workers.end();
        for (Connection connection : new ArrayList<>(connections)) {
            connection.close();
        }
        connections.clear();
        try {
            listener.close();
            selector.close();
        } catch (IOException gone) {
            // the process ends anyway
        }
    }

    /** A step that may complete a request. */
    private interface Step {
        @Nullable
        HttpRequest take() throws IOException, HttpRefusal;
    }
}
