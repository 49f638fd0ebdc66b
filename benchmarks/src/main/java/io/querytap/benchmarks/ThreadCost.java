package io.querytap.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the benchmark's own thread used: processor time and bytes. On a machine with other work, wall times vary by tens of per
 * cent and processor times by a few, so these are the figures to compare. The whole process is beside it, because an agent
 * that hands work to its own threads is not free.
 *
 * <p>Public fields are secondary results of JMH, summed over threads and iterations.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ThreadCost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public long operations;
    public long cpuNanos;
    public long allocatedBytes;
    public long processCpuNanos;

    private long counted;
    private long cpuNanosBefore;
    private long allocatedBytesBefore;
    private long processCpuNanosBefore;

    /** Called by each invocation of a benchmark, whatever JMH does with that invocation. */
    void operation() {
        counted++;
    }

    @Setup(Level.Iteration)
    public void begin() {
        counted = 0;
        processCpuNanosBefore = PROCESS.getProcessCpuTime();
        cpuNanosBefore = THREADS.getCurrentThreadCpuTime();
        allocatedBytesBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    @TearDown(Level.Iteration)
    public void end() {
        allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBytesBefore;
        cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuNanosBefore;
        processCpuNanos = PROCESS.getProcessCpuTime() - processCpuNanosBefore;
        operations = counted;
    }
}
