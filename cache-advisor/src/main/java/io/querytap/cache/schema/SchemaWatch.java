package io.querytap.cache.schema;

import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.pattern.lexis.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the snapshot of one database: reads the catalogue at the first need, after changes of the schema that were seen, and from time to
 * time, on a connection of the agent's own and on a thread of the agent. Thread-safe; {@link #current} is a field read.
 *
 * <p>After a change was seen there is no snapshot until the catalogue has been read anew by a query that began later than the change.
 */
public final class SchemaWatch {
    /** After a failure it is not tried again for so long. */
    static final Duration RETRY = Duration.ofSeconds(30);

    private final Dialect dialect;
    private final Executor executor;
    private final long periodNanos;
    private final Consumer<SchemaSnapshot> changed;
    private final @Nullable CatalogueReader reader;

    private volatile SchemaSnapshot current = SchemaSnapshot.UNKNOWN;
    private OpenedConnection.@Nullable Another source;
    private boolean reading;
    private long wanted; // counts the wishes to have it read
    private long nextNanos = Long.MAX_VALUE; // when it is to be read again, by the clock
    private SchemaSnapshot last = SchemaSnapshot.UNKNOWN; // what was known before it was out of date
    private int version;

    /**
     * @param executor runs what may wait for the database; never on a thread of the application
     * @param period after which the catalogue is read again, because others change it unseen
     * @param changed is told of each new snapshot, also {@link SchemaSnapshot#UNKNOWN}, in order; on whichever thread, so it must be quick.
     *     It must forget all entries when it is given one that is known and has another version than the one before.
     */
    public SchemaWatch(Dialect dialect, Executor executor, Duration period, Consumer<SchemaSnapshot> changed) {
        this.dialect = dialect;
        this.executor = executor;
        this.periodNanos = period.toNanos();
        this.changed = changed;
        this.reader = CatalogueReader.of(dialect);
    }

    /** The snapshot that holds; {@link SchemaSnapshot#UNKNOWN} until there is one. */
    public SchemaSnapshot current() {
        return current;
    }

    /** The application has a connection from which others can be made; the first one begins the reading. Sends nothing itself. */
    public void opened(OpenedConnection connection) {
        OpenedConnection.Another another = connection.another();
        if (another == null || reader == null) {
            return;
        }
        synchronized (this) {
            boolean first = source == null;
            source = another;
            if (!first) {
                return;
            }
            wanted++;
        }
        begin();
    }

    /** The schema was changed, or may have been: what is known holds no longer. To be told after the change, and after its commit. */
    public void outdated() {
        synchronized (this) {
            wanted++;
            publish(SchemaSnapshot.UNKNOWN);
        }
        begin();
    }

    /** Lets it be read again where it is time; to be called now and then. */
    public void tick(long nowNanos) {
        synchronized (this) {
            if (source == null || reading || nextNanos == Long.MAX_VALUE || nowNanos - nextNanos < 0) {
                return;
            }
            wanted++;
        }
        begin();
    }

    private void begin() {
        synchronized (this) {
            if (reading || source == null) {
                return; // the one that reads looks again when it is done
            }
            reading = true;
        }
        try {
            executor.execute(this::read);
        } catch (RejectedExecutionException atTheEnd) {
            synchronized (this) {
                reading = false;
            }
        }
    }

    private void read() {
        for (; ; ) {
            long wish;
            OpenedConnection.Another from;
            synchronized (this) {
                wish = wanted;
                from = source;
            }
            SchemaSnapshot read = null;
            try {
                read = from == null ? null : readFrom(from);
            } catch (SQLException failure) {
                Diagnostics.sayOnce(
                        "catalogue of " + dialect,
                        "the catalogue of a database (" + dialect
                                + ") could not be read, so nothing of it is answered from the cache: "
                                + failure.getClass().getSimpleName() + ", SQL state " + failure.getSQLState());
            } catch (Throwable failure) { // whatever a driver throws
                Diagnostics.failed("reading the catalogue of a database", failure);
            }
            synchronized (this) {
                if (read != null && wish == wanted) {
                    accept(read);
                }
                if (read == null || wish == wanted) {
                    reading = false;
                    nextNanos = System.nanoTime() + (read == null ? RETRY.toNanos() : periodNanos);
                    if (read == null) {
                        publish(SchemaSnapshot.UNKNOWN); // it may have changed since
                    }
                    return;
                }
            }
        }
    }

    private @Nullable SchemaSnapshot readFrom(OpenedConnection.Another from) throws SQLException {
        CatalogueReader product = reader;
        Connection connection = product == null ? null : from.connect();
        if (connection == null || product == null) {
            return null;
        }
        try (Connection closed = connection) {
            closed.setReadOnly(true);
            closed.setAutoCommit(false);
            SchemaSnapshot snapshot = product.read(closed);
            closed.rollback();
            return snapshot;
        }
    }

    private void accept(SchemaSnapshot read) {
        if (!last.isKnown() || !read.saysTheSame(last)) {
            version++;
        }
        last = read.withVersion(version);
        publish(last);
    }

    private void publish(SchemaSnapshot snapshot) {
        SchemaSnapshot before = current;
        if (snapshot.isKnown() || before.isKnown()) {
            boolean same = snapshot.isKnown() && before.isKnown() && snapshot.version() == before.version();
            if (!same) {
                current = snapshot;
                changed.accept(snapshot);
            }
        }
    }

    @Override
    public String toString() {
        return dialect + " " + current;
    }
}
