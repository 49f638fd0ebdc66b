package io.querytap.smoke.cache;

import io.querytap.smoke.app.RegisterApp;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges what the sessions of {@link RegisterApp} saw. Each register has versions 1, 2, 3…, one after the other, so a read is judged
 * by when the version after it was committed:
 *
 * <ul>
 *   <li>nothing is read that was never committed, nor before its commit began;
 *   <li>a session reads at least what it wrote, always;
 *   <li>a read that begins after a commit has returned is not older than it, apart from the bound of the table;
 *   <li>where the bound is zero, a read is not older than any read that ended before it began, a session's own ones included.
 * </ul>
 */
final class History {
    private static final long NOT_COMMITTED = Long.MAX_VALUE;

    /** What a judgement says, with how often. */
    record Judgement(
            int reads, int commits, Map<String, Integer> violations, List<String> examples, double oldestSeconds) {
        boolean isClean() {
            return violations.isEmpty();
        }

        @Override
        public String toString() {
            return reads + " reads, " + commits + " commits, violations " + violations + ", oldest read "
                    + String.format("%.3f s", oldestSeconds) + (examples.isEmpty() ? "" : ", such as " + examples);
        }
    }

    /** While something was broken on purpose, and until it can have been mended, reads may be so much older; not any longer. */
    record Fault(long startNanos, long endNanos, long extraNanos) {}

    private record Event(int kind, int table, int id, int session, long start, long end, long version, int dirty) {}

    private final List<Event> events = new ArrayList<>();
    private final long[] boundNanos;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Integer> violations = new TreeMap<>();
    private final List<String> examples = new ArrayList<>();
    private long oldestNanos;

    /** @param boundNanos by table; 0: none may be older */
    History(long... boundNanos) {
        this.boundNanos = boundNanos;
    }

    void fault(Fault fault) {
        faults.add(fault);
    }

    /** Reads all histories of a folder; the end of a killed process's may be missing. */
    History read(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                    while (true) {
                        events.add(new Event(
                                in.readByte(),
                                in.readByte(),
                                in.readByte(),
                                in.readInt(),
                                in.readLong(),
                                in.readLong(),
                                in.readLong(),
                                in.readByte()));
                    }
                } catch (EOFException end) {
                    // the next file
                }
            }
        }
        return this;
    }

    Judgement judge() {
        int reads = 0;
        int commits = 0;
        for (int table = 0; table < boundNanos.length; table++) {
            Map<Integer, List<Event>> byRegister = new HashMap<>();
            List<Event> sums = new ArrayList<>();
            for (Event event : events) {
                if (event.table == table) {
                    if (event.kind == RegisterApp.SUM) {
                        sums.add(event);
                    } else {
                        byRegister
                                .computeIfAbsent(event.id, it -> new ArrayList<>())
                                .add(event);
                    }
                    if (event.kind == RegisterApp.COMMIT) {
                        commits++;
                    } else if (event.kind != RegisterApp.UNKNOWN) {
                        reads++;
                    }
                }
            }
            for (List<Event> register : byRegister.values()) {
                judgeRegister(register, boundNanos[table]);
            }
            judgeSums(sums, byRegister, boundNanos[table]);
        }
        return new Judgement(reads, commits, violations, examples, oldestNanos / 1e9);
    }

    private void judgeRegister(List<Event> all, long bound) {
        Commits commits = new Commits(all);
        List<Event> reads = all.stream()
                .filter(it -> it.kind == RegisterApp.READ)
                .sorted(Comparator.comparingLong(it -> it.start))
                .toList();
        Map<Integer, Long> ownCommits = new HashMap<>();
        List<Event> inOrder =
                all.stream().sorted(Comparator.comparingLong(it -> it.start)).toList();
        for (Event event : inOrder) { // a session does one thing after the other
            if (event.kind == RegisterApp.COMMIT) {
                ownCommits.merge(event.session, event.version, Math::max);
            } else if (event.kind == RegisterApp.WRONG_IN_TRANSACTION) {
                violation("a transaction does not see what it wrote", event);
            } else if (event.kind == RegisterApp.READ && event.version < ownCommits.getOrDefault(event.session, 0L)) {
                violation("a session does not read what it wrote", event);
            }
        }
        SeenBefore seen = new SeenBefore(reads);
        for (Event read : reads) {
            if (read.dirty != 0) {
                violation("read what was not committed", read);
                continue;
            }
            if (read.end < commits.start(read.version)) {
                violation("read before its commit began", read);
            }
            long age = commits.ageOf(read);
            oldestNanos = Math.max(oldestNanos, age);
            long allowed = bound + extra(read);
            if (age > allowed) {
                violation(
                        bound == 0 ? "older than a commit that had returned" : "older than the bound",
                        read,
                        commits.next(read));
            }
            if (allowed == 0 && seen.newestBefore(read.start) > read.version) {
                violation("older than what was read before", read, commits.next(read));
            }
        }
    }

    /** The sum of versions is not less than what was committed before it began, less what the bound allows. */
    private void judgeSums(List<Event> sums, Map<Integer, List<Event>> byRegister, long bound) {
        Map<Integer, Commits> commits = new HashMap<>();
        byRegister.forEach((id, register) -> commits.put(id, new Commits(register)));
        for (Event sum : sums) {
            if (sum.dirty != 0) {
                violation("sum of what was not committed", sum);
            }
            long least = 0;
            for (Commits register : commits.values()) {
                least += register.newestBefore(sum.start - bound - extra(sum));
            }
            if (sum.version < least) {
                violation("sum older than the bound", sum);
            }
        }
    }

    private long extra(Event read) {
        long extra = 0;
        for (Fault fault : faults) {
            if (read.end >= fault.startNanos && read.start <= fault.endNanos) {
                extra = Math.max(extra, fault.extraNanos);
            }
        }
        return extra;
    }

    private void violation(String what, Event... events) {
        if (violations.merge(what, 1, Integer::sum) == 1) {
            examples.add(what + ": " + Arrays.toString(events));
        }
    }

    /** When each version of one register was committed. */
    private static final class Commits {
        private final TreeMap<Long, Event> byVersion = new TreeMap<>();
        private final long[] ends;
        private final long[] newest;

        Commits(List<Event> register) {
            for (Event event : register) {
                if (event.kind == RegisterApp.COMMIT
                        || event.kind == RegisterApp.UNKNOWN && !byVersion.containsKey(event.version)) {
                    byVersion.put(event.version, event);
                }
            }
            List<Event> known = byVersion.values().stream()
                    .filter(it -> it.kind == RegisterApp.COMMIT)
                    .sorted(Comparator.comparingLong(it -> it.end))
                    .toList();
            ends = known.stream().mapToLong(it -> it.end).toArray();
            newest = new long[ends.length];
            long highest = 0;
            for (int i = 0; i < ends.length; i++) {
                highest = Math.max(highest, known.get(i).version);
                newest[i] = highest;
            }
        }

        /** When the commit of the version began; the beginning of all where a killed process took the knowledge along. */
        long start(long version) {
            Event commit = byVersion.get(version);
            return commit == null ? Long.MIN_VALUE : commit.start;
        }

        /** What made a read outdated; the read itself where a killed process took the knowledge along. */
        Event next(Event read) {
            return byVersion.getOrDefault(read.version + 1, read);
        }

        /** The newest version whose commit had returned by then. */
        long newestBefore(long nanos) {
            int at = Arrays.binarySearch(ends, nanos);
            int last = at >= 0 ? at - 1 : -at - 2;
            return last < 0 ? 0 : newest[last];
        }

        /** For how long a newer version had been committed when the read began; 0 if there was none. */
        long ageOf(Event read) {
            if (newestBefore(read.start) <= read.version) {
                return 0;
            }
            long earliest = NOT_COMMITTED;
            for (Event newer : byVersion.tailMap(read.version, false).values()) {
                if (newer.kind == RegisterApp.COMMIT) {
                    earliest = Math.min(earliest, newer.end);
                }
            }
            return read.start - earliest;
        }
    }

    /** The newest version of one register that reads had returned by a time. */
    private static final class SeenBefore {
        private final long[] ends;
        private final long[] newest;

        SeenBefore(List<Event> reads) {
            List<Event> byEnd = reads.stream()
                    .sorted(Comparator.comparingLong(it -> it.end))
                    .toList();
            ends = byEnd.stream().mapToLong(it -> it.end).toArray();
            newest = new long[ends.length];
            long highest = 0;
            for (int i = 0; i < ends.length; i++) {
                highest = Math.max(highest, byEnd.get(i).dirty == 0 ? byEnd.get(i).version : 0);
                newest[i] = highest;
            }
        }

        long newestBefore(long nanos) {
            int at = Arrays.binarySearch(ends, nanos);
            int last = at >= 0 ? at - 1 : -at - 2;
            return last < 0 ? 0 : newest[last];
        }
    }
}
