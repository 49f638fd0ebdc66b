package io.querytap.agent.report;

import io.querytap.cache.stats.CacheFigures;
import io.querytap.core.Snapshot;
import io.querytap.core.detect.Finding;
import io.querytap.core.pool.PoolGauges;
import io.querytap.core.pool.PoolSnapshot;
import io.querytap.core.stats.PatternSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is said on the terminal when the application ends: what was found, the costliest patterns, the pools, where the report is. */
public final class ExitSummary {
    /** Lines at most, so that the summary never pushes the application's own last words off the screen. */
    public static final int MAX_LINES = 40;

    private static final int MAX_PATTERNS = 10;

    /** Findings told one by one, on {@link #LINES_OF_A_FINDING} lines each. */
    private static final int MAX_FINDINGS = 8;

    private static final int LINES_OF_A_FINDING = 2;

    /** Pools told one by one where there is room for so many under {@link #MAX_LINES}. */
    private static final int MAX_POOLS = 10;

    /** Kept for pools where there is a result cache too. */
    private static final int MIN_LINES_OF_POOLS = 3;

    /** An empty line and the one that says where the report is. */
    private static final int LINES_OF_THE_END = 2;

    /** Columns kept for the statement however narrow the terminal. */
    private static final int MIN_TEXT_COLUMNS = 24;

    /** Kinds that cost callers' time, none of the database's. */
    private static final Set<Finding.Kind> WAITING =
            EnumSet.of(Finding.Kind.POOL_WAIT, Finding.Kind.POOL_TIMEOUT, Finding.Kind.NESTED_ACQUISITION);

    private static final String[] HEADINGS = {"total", "count", "p50", "p95", "p99", "errors", "rows"};
    private static final int GAP = 2;

    private ExitSummary() {}

    /**
     * Lays the summary out.
     *
     * @param report where the page was written; null if there is none
     * @param columns width to keep to, usually 120
     * @return lines that each end in a line feed, at most {@link #MAX_LINES}
     */
    public static String of(Snapshot snapshot, AgentInfo agent, @Nullable Path report, int columns) {
        return of(snapshot, /* cache= */ null, agent, report, columns);
    }

    /**
     * Lays the summary out where there may be a result cache.
     *
     * @param cache null where there is none
     */
    public static String of(
            Snapshot snapshot, @Nullable CacheFigures cache, AgentInfo agent, @Nullable Path report, int columns) {
        StringBuilder text = new StringBuilder(4096);
        appendLine(text, heading(snapshot, agent), columns);
        if (!snapshot.findings().isEmpty()) {
            text.append('\n');
            appendFindings(text, snapshot, columns);
        }
        if (!snapshot.patterns().isEmpty()) {
            text.append('\n');
            appendPatterns(text, snapshot.patterns(), columns);
        }
        CacheFigures caching = cache == null || cache.rules().isEmpty() ? null : cache;
        if (!snapshot.pools().isEmpty() || caching != null) {
            text.append('\n');
            int room = MAX_LINES - LINES_OF_THE_END - lines(text);
            int forPools = Math.min(MIN_LINES_OF_POOLS, snapshot.pools().size());
            List<String> cached = caching == null ? List.of() : CacheLines.of(caching, room - forPools);
            appendPools(text, snapshot.pools(), room - cached.size(), columns);
            cached.forEach(line -> appendLine(text, line, columns)); // names of rules are letters, digits and the like
        }
        if (report != null) {
            // Never cut: a path that cannot be opened is of no use.
            text.append("\nreport  ")
                    .append(printable(report.toAbsolutePath().normalize().toString()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String heading(Snapshot snapshot, AgentInfo agent) {
        long executions = 0;
        long errors = 0;
        long nanos = 0;
        for (PatternSnapshot pattern : snapshot.patterns()) {
            executions += pattern.count();
            errors += pattern.errors();
            nanos += pattern.duration().sum();
        }
        long uptimeNanos = Math.max(
                0, Duration.between(snapshot.startedAt(), snapshot.takenAt()).toNanos());
        StringBuilder heading = new StringBuilder("Querytap ").append(agent.version());
        if (agent.serviceName() != null) {
            heading.append(" · ").append(printable(agent.serviceName()));
        }
        heading.append(" · ");
        if (executions == 0) {
            return heading.append("no JDBC call seen in ")
                    .append(Durations.format(uptimeNanos))
                    .toString();
        }
        heading.append(counted(executions, "execution"))
                .append(" in ")
                .append(Durations.format(uptimeNanos))
                .append(", ")
                .append(Durations.format(nanos))
                .append(" in the database, ")
                .append(counted(errors, "error"));
        if (snapshot.selfErrors() > 0) {
            heading.append(", ").append(counted(snapshot.selfErrors(), "error")).append(" of the agent's own");
        }
        return heading.toString();
    }

    private static void appendFindings(StringBuilder text, Snapshot snapshot, int columns) {
        List<Finding> findings = snapshot.findings();
        int told = Math.min(MAX_FINDINGS, findings.size());
        for (Finding finding : findings.subList(0, told)) {
            appendLine(
                    text,
                    "found   " + finding.kind().id() + ", " + lowerCase(finding.severity()) + ", "
                            + lowerCase(finding.confidence()) + "  " + printable(finding.statement()) + ": "
                            + printable(finding.what()),
                    columns);
            appendLine(text, "        " + place(finding), columns);
        }
        long more = findings.size() - told + snapshot.omittedFindings();
        if (more > 0) {
            appendLine(text, "found   " + grouped(more) + " more", columns);
        }
    }

    /** Where it is, in which work, and what it costs, as far as that is known. */
    private static String place(Finding finding) {
        List<String> parts = new ArrayList<>(LINES_OF_A_FINDING);
        if (finding.callSite() != null) {
            parts.add("at " + printable(finding.callSite()));
        }
        Finding.Unit unit = finding.unit();
        if (unit != null) {
            parts.add("in " + printable(unit.name()));
        }
        if (parts.isEmpty()) {
            parts.add("on " + printable(finding.database().displayName()));
        }
        if (finding.impactNanos().isPresent()) {
            parts.add(Durations.format(finding.impactNanos().getAsLong())
                    + (WAITING.contains(finding.kind()) ? " waited" : " could be saved"));
        }
        return String.join(", ", parts);
    }

    private static int lines(CharSequence text) {
        return (int) text.chars().filter(it -> it == '\n').count();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void appendPatterns(StringBuilder text, List<PatternSnapshot> patterns, int columns) {
        List<PatternSnapshot> costliest = patterns.subList(0, Math.min(MAX_PATTERNS, patterns.size()));
        String[][] cells = new String[costliest.size()][];
        int[] widths = new int[HEADINGS.length];
        for (int column = 0; column < HEADINGS.length; column++) {
            widths[column] = HEADINGS[column].length();
        }
        for (int row = 0; row < cells.length; row++) {
            cells[row] = cells(costliest.get(row));
            for (int column = 0; column < HEADINGS.length; column++) {
                widths[column] = Math.max(widths[column], cells[row][column].length());
            }
        }
        String title = patterns.size() > costliest.size()
                ? "the " + costliest.size() + " costliest of " + grouped(patterns.size()) + " patterns"
                : counted(patterns.size(), "pattern");
        appendRow(text, HEADINGS, widths, title, columns);
        for (int row = 0; row < cells.length; row++) {
            PatternSnapshot pattern = costliest.get(row);
            appendRow(text, cells[row], widths, printable(pattern.pattern().text()), columns);
        }
    }

    private static String[] cells(PatternSnapshot pattern) {
        return new String[] {
            Durations.format(pattern.duration().sum()),
            grouped(pattern.count()),
            Durations.format(pattern.duration().valueAtPercentile(50)),
            Durations.format(pattern.duration().valueAtPercentile(95)),
            Durations.format(pattern.duration().valueAtPercentile(99)),
            grouped(pattern.errors()),
            grouped(pattern.rows().sum()),
        };
    }

    private static void appendRow(StringBuilder text, String[] cells, int[] widths, String last, int columns) {
        int used = 0;
        for (int column = 0; column < cells.length; column++) {
            appendSpaces(text, widths[column] - cells[column].length());
            text.append(cells[column]);
            appendSpaces(text, GAP);
            used += widths[column] + GAP;
        }
        appendLine(text, last, Math.max(MIN_TEXT_COLUMNS, columns - used));
    }

    /** @param room lines at most */
    private static void appendPools(StringBuilder text, List<PoolSnapshot> pools, int room, int columns) {
        int most = Math.min(MAX_POOLS, room);
        int told = pools.size() <= most ? pools.size() : most - 1;
        int spare = room
                - Math.min(pools.size(), told + 1); // first each pool's own line, then what there is to say about it
        for (PoolSnapshot pool : pools.subList(0, told)) {
            appendLine(text, line(pool), columns);
            for (String more : details(pool)) {
                if (spare > 0) {
                    appendLine(text, "        " + printable(more), columns);
                    spare--;
                }
            }
        }
        if (told < pools.size()) {
            appendLine(text, "pools   " + grouped(pools.size() - told) + " more are in the report", columns);
        }
    }

    private static List<String> details(PoolSnapshot pool) {
        List<String> details = new ArrayList<>(2);
        String waiting = PoolSentence.ofWaiting(pool);
        if (waiting != null) {
            details.add(waiting);
            String size = PoolSentence.ofSize(pool);
            if (size != null) {
                details.add(size);
            }
        }
        return details;
    }

    private static String line(PoolSnapshot pool) {
        StringBuilder line =
                new StringBuilder("pool    ").append(printable(pool.name())).append("  ");
        if (pool.waitTime().isEmpty() && pool.timeouts() == 0 && pool.failures() == 0) {
            return line.append("never asked for a connection").toString();
        }
        line.append("wait p50 ")
                .append(Durations.format(pool.waitTime().valueAtPercentile(50)))
                .append(", p99 ")
                .append(Durations.format(pool.waitTime().valueAtPercentile(99)))
                .append(", max ")
                .append(Durations.format(pool.waitTime().max()))
                .append("  ")
                .append(counted(pool.timeouts(), "time-out"));
        if (pool.failures() > 0) {
            line.append(", ").append(counted(pool.failures(), "other failure"));
        }
        if (pool.max() != PoolGauges.UNKNOWN) {
            line.append("  ");
            if (pool.used() != PoolGauges.UNKNOWN) {
                line.append(pool.used()).append(" of ");
            } else {
                line.append("max ");
            }
            line.append(pool.max()).append(pool.used() == PoolGauges.UNKNOWN ? "" : " in use");
        }
        return line.toString();
    }

    /** Appends one line, cut to the width by code points. */
    private static void appendLine(StringBuilder text, String line, int columns) {
        if (line.codePointCount(0, line.length()) <= columns) {
            text.append(line);
        } else {
            text.append(line, 0, line.offsetByCodePoints(0, columns - 1)).append('…');
        }
        text.append('\n');
    }

    /** Text of the application's on one line: what would control the terminal never reaches it. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(Math.min(text.length(), 4096));
        boolean afterSpace = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            int shown = Character.isWhitespace(point) ? ' ' : isInvisible(point) ? '?' : point;
            if (shown != ' ' || !afterSpace) {
                printable.appendCodePoint(shown);
            }
            afterSpace = shown == ' ';
        }
        return printable.toString();
    }

    /** Controls, direction marks and halves of pairs: what may change how a terminal shows the rest. */
    private static boolean isInvisible(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }

    private static void appendSpaces(StringBuilder text, int spaces) {
        for (int i = 0; i < spaces; i++) {
            text.append(' ');
        }
    }

    private static String counted(long count, String noun) {
        return grouped(count) + ' ' + noun + (count == 1 ? "" : "s");
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
