package io.querytap.benchmarks;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQuery;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.UncachedSanitizer;
import io.querytap.benchmarks.SqlTexts.Text;
import io.querytap.core.pattern.PatternIndex;
import io.querytap.core.pattern.SqlAnalyzer;
import io.querytap.core.pattern.SqlPattern;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.SqlModes;
import io.querytap.core.stats.DatabaseIdentity;
import io.querytap.core.stats.PatternRegistry;
import io.querytap.core.stats.PatternRegistry.DatabasePatterns;
import io.querytap.core.stats.PatternStats;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * From a SQL text to its pattern, warm, beside OpenTelemetry's sanitizer. One operation is one statement, the next of
 * {@link SqlTexts} each time.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar sql}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class AnalyzerBenchmark {
    /** Texts that are looked up again: fewer than any of the two caches holds. */
    static final int REPEATED = 500;

    /**
     * Calls before JMH begins with its own warm-up, which counts seconds: on a busy machine those may be too few for a method as
     * large as a lexer to be compiled.
     */
    private static final int FIRST_CALLS = 300_000;

    @Param({SqlTexts.MIX})
    public String texts = SqlTexts.MIX;

    private Text[] all = {};
    private String[] repeated = {};
    private byte[][] repeatedBytes = {};
    private int next;

    private final KnownIds known = new KnownIds();
    private final SqlQueryAnalyzer peer = SqlQueryAnalyzer.create(/* querySanitizationEnabled= */ true);
    private final DatabasePatterns patterns = new PatternRegistry(/* maxPatterns= */ 2_000)
            .of(new DatabaseIdentity("h2database", Dialect.H2, null, null, -1));

    @Setup
    public void prepare(BenchmarkParams benchmark) {
        List<Text> chosen = SqlTexts.of(texts);
        all = chosen.toArray(new Text[0]);
        repeated = chosen.stream().limit(REPEATED).map(Text::sql).toArray(String[]::new);
        repeatedBytes = new byte[repeated.length][];
        for (int i = 0; i < repeated.length; i++) {
            repeatedBytes[i] = repeated[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        for (Text text : all) {
            SqlAnalyzer.find(text.sql(), text.dialect(), SqlModes.UNKNOWN, known);
        }
        String qualifiedName = benchmark.getBenchmark();
        String method = qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
        ThreadCost cost = new ThreadCost();
        for (int call = 0; call < FIRST_CALLS; call++) {
            call(method, cost);
        }
        next = 0;
    }

    private Object call(String method, ThreadCost cost) {
        return switch (method) {
            case "analyze" -> analyze(cost);
            case "analyzePeer" -> analyzePeer(cost);
            case "findKnownPattern" -> findKnownPattern(cost);
            case "findSameObject" -> findSameObject(cost);
            case "findSameObjectPeer" -> findSameObjectPeer(cost);
            case "findEqualText" -> findEqualText(cost);
            case "findEqualTextPeer" -> findEqualTextPeer(cost);
            case "makeText" -> makeText(cost);
            default -> throw new IllegalArgumentException(method);
        };
    }

    private Text nextText() {
        int index = next;
        next = index + 1 == all.length ? 0 : index + 1;
        return all[index];
    }

    private int nextRepeated() {
        int index = next;
        next = index + 1 == repeated.length ? 0 : index + 1;
        return index;
    }

    /** Text, id and facts of a statement never seen before. */
    @Benchmark
    public SqlPattern analyze(ThreadCost cost) {
        cost.operation();
        Text text = nextText();
        return SqlAnalyzer.analyze(text.sql(), text.dialect());
    }

    /** Text, operation and summary by OpenTelemetry, its cache left out. */
    @Benchmark
    public SqlQuery analyzePeer(ThreadCost cost) {
        cost.operation();
        Text text = nextText();
        return UncachedSanitizer.sanitize(text.sql(), text.peerDialect());
    }

    /** A text never seen before of a pattern that is known: the SQL of an application that writes its values into it. */
    @Benchmark
    public Object findKnownPattern(ThreadCost cost) {
        cost.operation();
        Text text = nextText();
        return SqlAnalyzer.find(text.sql(), text.dialect(), SqlModes.UNKNOWN, known);
    }

    /** A text seen before, the same object: a constant of the application. */
    @Benchmark
    public PatternStats findSameObject(ThreadCost cost) {
        cost.operation();
        return patterns.find(repeated[nextRepeated()]);
    }

    /** The same by OpenTelemetry. */
    @Benchmark
    public SqlQuery findSameObjectPeer(ThreadCost cost) {
        cost.operation();
        return peer.analyzeWithSummary(repeated[nextRepeated()], all[0].peerDialect());
    }

    /** A text seen before, as a new String each time: put together by the application. */
    @Benchmark
    public PatternStats findEqualText(ThreadCost cost) {
        cost.operation();
        return patterns.find(newText());
    }

    /** The same by OpenTelemetry. */
    @Benchmark
    public SqlQuery findEqualTextPeer(ThreadCost cost) {
        cost.operation();
        return peer.analyzeWithSummary(newText(), all[0].peerDialect());
    }

    /** What making the new String costs. */
    @Benchmark
    public String makeText(ThreadCost cost) {
        cost.operation();
        return newText();
    }

    private String newText() {
        return new String(repeatedBytes[nextRepeated()], StandardCharsets.ISO_8859_1);
    }

    /** Patterns by id, without allocation: what an owner of an index has at best. */
    private static final class KnownIds implements PatternIndex<SqlPattern> {
        /** A power of two, several times the number of texts. */
        private static final int SIZE = 1 << 15;

        private final @Nullable SqlPattern[] slots = new @Nullable SqlPattern[SIZE];

        @Override
        public @Nullable SqlPattern known(long id, int literals, int rows) {
            int slot = slot(id);
            SqlPattern found = slots[slot];
            while (found != null && found.id() != id) {
                slot = slot + 1 & SIZE - 1;
                found = slots[slot];
            }
            return found;
        }

        @Override
        public SqlPattern add(SqlPattern pattern, int literals, int rows) {
            int slot = slot(pattern.id());
            while (slots[slot] != null) {
                slot = slot + 1 & SIZE - 1;
            }
            slots[slot] = pattern;
            return pattern;
        }

        private static int slot(long id) {
            return (int) (id ^ id >>> 32) & SIZE - 1;
        }
    }
}
