package io.querytap.core.pattern;

import io.querytap.core.pattern.lexis.Dialect;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.UnsupportedStatement;
import net.sf.jsqlparser.util.TablesNamesFinder;

/** The tables of a text as JSqlParser finds them. Close it: its parser runs in a thread of its own, so that it can be stopped. */
final class SecondOpinion implements AutoCloseable {
    /** Longer than any statement of the corpora takes on a cold JVM, short enough for one that would take hours. */
    private static final long TIME_LIMIT_MILLIS = 2_000;

    enum Answer {
        TABLES,
        CANNOT_PARSE,
        TOO_SLOW
    }

    static final class Opinion {
        final Answer answer;

        /** Comparable names, see {@link #comparable}; empty unless the answer is {@link Answer#TABLES}. */
        final Set<String> tables;

        private Opinion(Answer answer, Set<String> tables) {
            this.answer = answer;
            this.tables = tables;
        }
    }

    private final ExecutorService parserThread = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "second-opinion");
        thread.setDaemon(true);
        return thread;
    });

    Opinion of(String sql, Dialect dialect) {
        try {
            Set<String> tables = new TreeSet<>();
            for (Statement statement : statements(sql, dialect)) {
                if (statement instanceof UnsupportedStatement) {
                    return new Opinion(Answer.CANNOT_PARSE, Set.of());
                }
                tables.addAll(comparable(new TablesNamesFinder<Void>().getTables(statement)));
            }
            return new Opinion(Answer.TABLES, tables);
        } catch (JSQLParserException e) {
            boolean slow = e.getCause() instanceof TimeoutException;
            return new Opinion(slow ? Answer.TOO_SLOW : Answer.CANNOT_PARSE, Set.of());
        } catch (RuntimeException e) { // its finder refuses some statements so
            return new Opinion(Answer.CANNOT_PARSE, Set.of());
        }
    }

    private Collection<Statement> statements(String sql, Dialect dialect) throws JSQLParserException {
        Statement first = CCJSqlParserUtil.parse(sql, parserThread, parser -> configure(parser, dialect));
        int semicolon = sql.indexOf(';');
        boolean single = semicolon < 0 || sql.substring(semicolon + 1).isBlank();
        return single // else it stops at the first, silently
                ? Set.of(first)
                : CCJSqlParserUtil.parseStatements(sql, parserThread, parser -> configure(parser, dialect));
    }

    private static void configure(CCJSqlParser parser, Dialect dialect) {
        boolean mysql = dialect == Dialect.MYSQL || dialect == Dialect.MARIADB;
        parser.withTimeOut(TIME_LIMIT_MILLIS)
                .withSquareBracketQuotation(dialect == Dialect.SQLSERVER || dialect == Dialect.SQLITE)
                .withBackslashEscapeCharacter(mysql || dialect == Dialect.CLICKHOUSE || dialect == Dialect.SNOWFLAKE)
                .withDollarQuotedStringTags(dialect == Dialect.POSTGRESQL)
                .withHashLineComments(mysql);
    }

    /** Names as they are compared: without quotes, in lower case. */
    static Set<String> comparable(Collection<String> names) {
        Set<String> comparable = new TreeSet<>();
        for (String name : names) {
            comparable.add(name.replaceAll("[`\"\\[\\]]", "").toLowerCase(Locale.ROOT));
        }
        return comparable;
    }

    @Override
    public void close() {
        parserThread.shutdownNow();
    }
}
