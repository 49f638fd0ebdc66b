package io.querytap.core.detect.pool;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the host. On Linux from the files of the kernel; elsewhere only the processor time of the process is known. JMX would tell some
 * of it too, but starts the JDK's logging, before the application may have said how it wants to log. For one thread.
 */
final class HostCpu implements CpuFacts {
    /** Threads followed: each is a small file to be read. */
    private static final int MAX_THREADS = 256;

    /** Bytes of such files that are looked at. */
    private static final int MAX_BYTES = 4_096;

    private static final long NANOS_PER_MICRO = 1_000L;
    private static final String TASKS = "/proc/self/task";

    private final @Nullable ThrottleFile throttling = ThrottleFile.find();
    private Map<String, long[]> threads = new HashMap<>();
    private boolean knowsThreads = new File(TASKS).isDirectory();
    private long ran;
    private long delayed;

    @Override
    public Reading read(boolean ofThreads) {
        boolean threadsToo = ofThreads && knowsThreads && readThreads();
        return new Reading(
                cpuNanos(),
                throttling == null ? UNKNOWN : throttling.nanos(),
                threadsToo ? ran : UNKNOWN,
                threadsToo ? delayed : UNKNOWN,
                Runtime.getRuntime().availableProcessors());
    }

    private static long cpuNanos() {
        try {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .orElse(UNKNOWN);
        } catch (RuntimeException notAllowed) {
            return UNKNOWN;
        }
    }

    /** Adds what each thread ran and waited since it was read last: sums over those alive would fall when one ends. */
    private boolean readThreads() {
        String[] ids = new File(TASKS).list();
        if (ids == null) {
            knowsThreads = false;
            return false;
        }
        Map<String, long[]> now = new HashMap<>();
        for (int i = 0; i < ids.length && now.size() < MAX_THREADS; i++) {
            long[] figures = figures(ids[i]);
            if (figures != null) {
                now.put(ids[i], figures);
            }
        }
        if (now.isEmpty()) {
            knowsThreads = false;
            return false;
        }
        boolean isFirst = threads.isEmpty();
        for (Map.Entry<String, long[]> thread : now.entrySet()) {
            long[] before = threads.get(thread.getKey());
            if (before != null) {
                ran += Math.max(0, thread.getValue()[0] - before[0]);
                delayed += Math.max(0, thread.getValue()[1] - before[1]);
            }
        }
        threads = now;
        return !isFirst;
    }

    private static long @Nullable [] figures(String id) {
        String text = text(TASKS + '/' + id + "/schedstat");
        String[] fields = text == null ? new String[0] : text.trim().split(" ");
        if (fields.length < 2) {
            return null;
        }
        try {
            return new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[1])};
        } catch (NumberFormatException strange) {
            return null;
        }
    }

    /** Null if the file is not there or may not be read. */
    private static @Nullable String text(String path) {
        try (InputStream in = new FileInputStream(path)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
        } catch (IOException | RuntimeException notThere) {
            return null;
        }
    }

    /** Where the kernel tells how long the container was held back. */
    private static final class ThrottleFile {
        /** Of the second and the first version of control groups; the first tells nanoseconds. */
        private static final String MICROS = "throttled_usec ";

        private static final String NANOS = "throttled_time ";

        private final String path;

        private ThrottleFile(String path) {
            this.path = path;
        }

        static @Nullable ThrottleFile find() {
            String groups = text("/proc/self/cgroup");
            if (groups == null) {
                return null;
            }
            for (String line : groups.split("\n")) {
                String[] parts = line.split(":", 3);
                if (parts.length < 3 || !(parts[1].isEmpty() || (',' + parts[1] + ',').contains(",cpu,"))) {
                    continue;
                }
                String root = parts[1].isEmpty() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/" + parts[1];
                for (String folder :
                        new String[] {root + parts[2], root}) { // a container may see its own group as the root
                    ThrottleFile file = new ThrottleFile(folder + "/cpu.stat");
                    if (file.nanos() >= 0) {
                        return file;
                    }
                }
            }
            return null;
        }

        long nanos() {
            String text = text(path);
            if (text == null) {
                return UNKNOWN;
            }
            for (String line : text.split("\n")) {
                try {
                    if (line.startsWith(MICROS)) {
                        return Long.parseLong(line.substring(MICROS.length()).trim()) * NANOS_PER_MICRO;
                    }
                    if (line.startsWith(NANOS)) {
                        return Long.parseLong(line.substring(NANOS.length()).trim());
                    }
                } catch (NumberFormatException strange) {
                    return UNKNOWN;
                }
            }
            return UNKNOWN;
        }
    }
}
