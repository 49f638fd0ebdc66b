package io.querytap.cache.store;

import io.querytap.cache.generation.Generations;
import io.querytap.cache.key.EntryKey;
import io.querytap.cache.shared.SharedStamp;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which results are being read from the database at this moment, so that a crowd asks once. Thread-safe; holds no lock while waiting. */
public final class Flights {
    /** Results read at the same time; past it everybody asks the database. As many as there may be threads, not more. */
    static final int MAX_FLIGHTS = 4_096;

    /** A flight older than this has lost its leader, and another one takes over: a thread that died, or never told the end. */
    static final long MAX_FLIGHT_NANOS = 60_000_000_000L;

    private final ConcurrentHashMap<EntryKey, Flight> flights = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    public Flights(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * Becomes the leader, or finds who leads.
     *
     * @param own what the caller leads with if nobody leads yet
     * @return the other one's flight; null if the caller leads
     */
    public @Nullable Flight join(EntryKey key, Flight own) {
        Flight other = flights.putIfAbsent(key, own);
        if (other == null) {
            return null;
        }
        boolean isAbandoned = own.begunNanos() - other.begunNanos() > MAX_FLIGHT_NANOS;
        return isAbandoned && flights.replace(key, other, own) ? null : other;
    }

    /** A flight that begins now, with stamps taken before; null if there are too many. */
    public @Nullable Flight prepare(Generations.Stamp stamp, @Nullable SharedStamp sharedStamp) {
        return flights.mappingCount() >= MAX_FLIGHTS ? null : new Flight(stamp, sharedStamp, nanoClock.getAsLong());
    }

    /**
     * The leader has its result, or none. Has no effect the second time.
     *
     * @param entry what followers may use
     */
    public void land(EntryKey key, Flight flight, @Nullable Entry entry) {
        if (!flight.isOver()) {
            flights.remove(key, flight);
            flight.land(entry);
        }
    }
}
