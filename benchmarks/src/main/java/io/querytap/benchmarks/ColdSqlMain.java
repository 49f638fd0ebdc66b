package io.querytap.benchmarks;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import io.querytap.benchmarks.SqlTexts.Text;
import io.querytap.core.pattern.SqlAnalyzer;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Analyses the first statements in a JVM that has analysed none: classes are loaded, and code is interpreted. Prints wall time
 * and the thread's processor time for all of them, in nanoseconds. The argument says whose analyser: {@code querytap} or
 * {@code peer}.
 */
public final class ColdSqlMain {
    static final int STATEMENTS = 300;

    private ColdSqlMain() {}

    public static void main(String[] arguments) {
        boolean peer = arguments[0].equals(Agents.PEER);
        List<Text> texts = SqlTexts.of(SqlTexts.MIX).subList(0, STATEMENTS);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int length = 0;
        long cpu = threads.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        if (peer) {
            // What an application calls; none of the texts is in its cache.
            SqlQueryAnalyzer analyzer = SqlQueryAnalyzer.create(/* querySanitizationEnabled= */ true);
            for (Text text : texts) {
                length += analyzer.analyzeWithSummary(text.sql(), text.peerDialect())
                        .getQueryText()
                        .length();
            }
        } else {
            for (Text text : texts) {
                length += SqlAnalyzer.analyze(text.sql(), text.dialect()).text().length();
            }
        }
        wall = System.nanoTime() - wall;
        cpu = threads.getCurrentThreadCpuTime() - cpu;
        System.out.println(wall + " " + cpu + " " + length);
    }
}
