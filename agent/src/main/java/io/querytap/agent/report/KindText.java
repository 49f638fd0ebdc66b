package io.querytap.agent.report;

import io.querytap.core.detect.Finding;

/** What the kinds of findings are called and mean, for people who have not read the reference. Immutable. */
public final class KindText {
    private final String title;
    private final String meaning;
    private final String remedy;

    private KindText(String title, String meaning, String remedy) {
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The texts of a kind. */
    public static KindText of(Finding.Kind kind) {
        switch (kind) {
            case N_PLUS_ONE:
                return new KindText(
                        "N+1 select",
                        "A query is followed by one more query for each row of its result, where one query could have read all"
                                + " of them.",
                        "Read what belongs to all rows at once: a join, a fetch join, or one query with a list of keys.");
            case WRITE_LOOP:
                return new KindText(
                        "Row-by-row write loop",
                        "The same INSERT, UPDATE or DELETE is sent row by row, each with a round trip of its own.",
                        "Send the rows as one JDBC batch (addBatch, executeBatch) inside one transaction.");
            case REDUNDANT_QUERY:
                return new KindText(
                        "Redundant identical query",
                        "The same query with the same values is answered several times within one request or job, with nothing"
                                + " written in between.",
                        "Read it once and pass the result on, or keep it for the length of the request.");
            case SLOW_QUERY:
                return new KindText(
                        "Slow query",
                        "A statement takes long, again and again or very long once.",
                        "Look at its plan, and whether it reads more than is needed.");
            case QUERY_REGRESSION:
                return new KindText(
                        "Query became slower",
                        "A statement takes several times as long as it did in the window before.",
                        "Look for what changed: data, plan, locks, or load on the database.");
            case LARGE_RESULT:
                return new KindText(
                        "Large result",
                        "Single executions read very many rows.",
                        "Let the database aggregate or filter, read in pages, or stream with a fetch size.");
            case MISSING_FETCH_SIZE:
                return new KindText(
                        "Large result without fetch size",
                        "The driver keeps all rows of a large result in memory before the first one is read, because a"
                                + " precondition of streaming is not met.",
                        "Meet the precondition that the finding names.");
            case EARLY_CLOSE:
                return new KindText(
                        "Result closed early",
                        "Results are closed after a few rows although the statement asks for all of them.",
                        "Say how many rows are wanted: LIMIT, FETCH FIRST or setMaxRows.");
            case UNREAD_RESULT:
                return new KindText(
                        "Result never read",
                        "A query is executed and its result closed without reading a row.",
                        "Leave the query out; to ask whether something exists, read the one row.");
            case UNREAD_COLUMNS:
                return new KindText(
                        "Columns never read",
                        "Columns are selected that no code reads, or large values are.",
                        "Name the columns that are needed.");
            case UNPARAMETERIZED_SQL:
                return new KindText(
                        "Values written into SQL",
                        "Values are written into the text of a statement instead of bound.",
                        "Write ? for each value and bind it.");
            case DEEP_OFFSET:
                return new KindText(
                        "Deep OFFSET",
                        "Pages far behind the start are read by OFFSET: the database reads and drops all rows before them.",
                        "Go on from the last key seen (keyset pagination).");
            case MISSING_PAGINATION:
                return new KindText(
                        "Result without a limit",
                        "A query without a limit reads very many rows, or ever more of them.",
                        "Read in pages, or limit the rows.");
            case LONG_TRANSACTION:
                return new KindText(
                        "Long transaction",
                        "A transaction stays open for seconds, with its locks and its connection.",
                        "Move out what is no database work, or split it.");
            case IDLE_IN_TRANSACTION:
                return new KindText(
                        "Idle in transaction",
                        "A transaction is open while nothing is asked of the database.",
                        "Do the other work before the transaction begins or after it has ended.");
            case UNCOMMITTED_RETURN:
                return new KindText(
                        "Connection returned without commit",
                        "A connection goes back to the pool with a write that was neither committed nor rolled back; the pool"
                                + " rolls it back without a word.",
                        "Commit, or roll back on purpose.");
            case CONNECTION_HELD_IDLE:
                return new KindText(
                        "Connection held without use",
                        "A connection is kept out of the pool while no statement runs on it.",
                        "Take it later, give it back earlier, or move other work out of between.");
            case POOL_WAIT:
                return new KindText(
                        "Waits for a connection",
                        "Callers wait for a connection because all of a pool are lent, or none can be made.",
                        "See who held the connections meanwhile and what they did with them; a larger pool comes last.");
            case POOL_TIMEOUT:
                return new KindText(
                        "No connection in time",
                        "Callers got no connection within the pool's time-out, and failed.",
                        "See what the callers waited for: the database, a nested acquisition, a leak, or those who held the"
                                + " connections.");
            case NESTED_ACQUISITION:
                return new KindText(
                        "Second connection while one is held",
                        "Somebody who holds a connection of a pool waits for another one of the same pool; when all holders do,"
                                + " nobody gets on any more.",
                        "Use the connection that is there, or give it back first; for work of its own use a second pool.");
            case CONNECTION_LEAK:
                return new KindText(
                        "Connection never returned",
                        "A connection is kept out of the pool by work that has ended, or by nobody at all.",
                        "Open connections in try-with-resources.");
            case AUTOCOMMIT_CHATTER:
                return new KindText(
                        "Autocommit chatter",
                        "Several writes commit one by one, or much of the traffic is commits and settings of the connection.",
                        "Put what belongs together into one transaction.");
            case STATEMENT_NOT_CLOSED:
                return new KindText(
                        "Statement not closed",
                        "Statements or results are still open when their connection goes back.",
                        "Open them in try-with-resources.");
            default:
                return new KindText(kind.id().replace('_', ' '), kind.id().replace('_', ' '), "");
        }
    }

    /** A few words, the heading of a finding. */
    public String title() {
        return title;
    }

    /** What happens, in a sentence. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it in general, in a sentence. */
    public String remedy() {
        return remedy;
    }
}
