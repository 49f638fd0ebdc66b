package io.querytap.agent.report;

import io.querytap.cache.eligibility.Refusal;

/** What the refusals of the result cache mean, and what can be done, for people who have not read the reference. Immutable. */
final class RefusalText {
    private static final String NOTHING_TO_DO = "Nothing: the database has answered.";

    private final String meaning;
    private final String remedy;

    private RefusalText(String meaning, String remedy) {
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** What happened, in a sentence. */
    String meaning() {
        return meaning;
    }

    /** What to do about it, in a sentence. */
    String remedy() {
        return remedy;
    }

    /** The texts of a reason. */
    static RefusalText of(Refusal refusal) {
        switch (refusal) {
            case SWITCHED_OFF:
                return new RefusalText(
                        "The cache is switched off.",
                        "Switch it on in the console, or take \"enabled\": false out of the rules.");
            case WITHDRAWN:
                return new RefusalText(
                        "The rule took itself out of service: an answer was wrong although no write was seen.",
                        "Find the writer past the agent, or the statement that does not always say the same; the rule serves again when"
                                + " its wording changes.");
            case DRIVER_UNKNOWN:
                return new RefusalText(
                        "The results of this driver, or of this version of it, cannot be replayed.",
                        "Use a driver that is listed; the list of drivers says why not.");
            case SELF_CHECK_FAILED:
                return new RefusalText(
                        "A replayed result was not like the live one when it was tried.",
                        "Use another version of the driver; the list of drivers says what differed.");
            case SELF_CHECK_PENDING:
                return new RefusalText(
                        "The self-check of the driver is not over, or could not be run.",
                        "Wait a moment; if it stays, the list of drivers says what is in the way.");
            case SCHEMA_UNKNOWN:
                return new RefusalText(
                        "The catalogue could not be read yet, or is being read anew.",
                        "Wait a moment; if it stays, let the user of the connections read the catalogue.");
            default:
                return ofText(refusal);
        }
    }

    private static RefusalText ofText(Refusal refusal) {
        switch (refusal) {
            case STATEMENT:
                return new RefusalText(
                        "The statement may not be answered from a cache.",
                        "See what the command sql says of its text; functions that you vouch for go into pureFunctions.");
            case FUNCTION_SHADOWED:
                return new RefusalText(
                        "A function of the statement has the name of one of the application's in the database.",
                        "Name it in pureFunctions if its result depends on its arguments alone.");
            case RELATION_UNKNOWN:
                return new RefusalText(
                        "A table or view of the statement is not in the catalogue that was read.",
                        "Let the user of the connections see it, or take the statement out of the rule.");
            case ROW_SECURITY:
                return new RefusalText(
                        "A table has row security: who may see what is decided by the session.",
                        "Take the statement out of the rule.");
            case TEMPORARY_TABLE:
                return new RefusalText(
                        "A table that a session has for itself may take the place of one of the statement's.",
                        "Do not make temporary tables on connections that the cached statements use.");
            case FOREIGN_TABLE:
                return new RefusalText(
                        "The rows of a table are elsewhere, and are written where nobody sees it.",
                        "Take the statement out of the rule.");
            default:
                return ofConnection(refusal);
        }
    }

    private static RefusalText ofConnection(Refusal refusal) {
        switch (refusal) {
            case AUTOCOMMIT_OFF:
                return new RefusalText(
                        "Autocommit is off: the statement would begin a transaction.",
                        "Read outside of a transaction what need not be read in one.");
            case IN_TRANSACTION:
                return new RefusalText(
                        "A transaction is open, or was at the end of the statement.",
                        "Read outside of a transaction what need not be read in one.");
            case READ_UNCOMMITTED:
                return new RefusalText("The session reads what is not committed.", "Use READ COMMITTED or higher.");
            case TAINTED:
                return new RefusalText(
                        "The session was changed in a way that is not part of the key.",
                        "Name the setting in keySettings, or set it where the connection is made, in its URL.");
            case SESSION_UNKNOWN:
                return new RefusalText(
                        "The driver does not tell what must be part of the key.", "Make the connections from a URL.");
            case POOLER:
                return new RefusalText(
                        "Something between driver and server gives each transaction another session.",
                        "If no session is ever changed by a SET that matters, set querytap.cache.stateless-sessions.");
            case REPLICA:
                return new RefusalText(
                        "The server is a replica, which may lag behind a write that is known already.",
                        "Let the statements of rules read from the primary.");
            case GLOBAL_TRANSACTION:
                return new RefusalText("The connection took part in a global transaction.", NOTHING_TO_DO);
            default:
                return ofCall(refusal);
        }
    }

    private static RefusalText ofCall(Refusal refusal) {
        switch (refusal) {
            case RESULT_SET_TYPE:
                return new RefusalText(
                        "The result scrolls over changing rows, or can update them.",
                        "Ask for a forward-only, read-only result.");
            case FETCH_SIZE:
                return new RefusalText(
                        "The rows would be streamed or fetched in portions.",
                        "Take the fetch size away where the result is small.");
            case STATEMENT_OPTION:
                return new RefusalText(
                        "A named cursor, a limit on the length of fields, or escapes that are not processed.",
                        "Leave these options as they are by default.");
            case PARAMETER_OPAQUE:
                return new RefusalText(
                        "A parameter cannot be part of a key: a stream, a large object, a type of the driver, a word for a time.",
                        "Bind texts, numbers, dates or byte arrays.");
            case PARAMETER_MISSING:
                return new RefusalText(
                        "A parameter was not set, or was set before the rule was there.",
                        "Nothing: statements prepared from now on are followed.");
            case FENCED:
                return new RefusalText(
                        "A table was being written at that moment.",
                        "Nothing; if it is most of the executions, the tables are written too often for a cache.");
            case SHARED_UNAVAILABLE:
                return new RefusalText(
                        "Redis did not answer in time.",
                        "Look at Redis and the way to it, or raise querytap.cache.redis.timeout.");
            default:
                return ofResult(refusal);
        }
    }

    private static RefusalText ofResult(Refusal refusal) {
        switch (refusal) {
            case TOO_MANY_ROWS:
                return new RefusalText(
                        "The result has more rows than the rule keeps.", "Raise maxRows, or ask for less.");
            case TOO_LARGE:
                return new RefusalText(
                        "The result has more bytes than the rule keeps.", "Raise maxBytes, or ask for less.");
            case EMPTY:
                return new RefusalText("The result is empty, and the rule keeps none such.", "Set keepEmpty.");
            case INCOMPLETE:
                return new RefusalText(
                        "Not all rows were there when the statement returned.",
                        "Take away the limit on rows, the fetch size or the cursor.");
            case WARNINGS:
                return new RefusalText("The result came with warnings, which an answer cannot give.", NOTHING_TO_DO);
            case LOCATOR:
                return new RefusalText(
                        "The value of a column is elsewhere, such as a large object's.", "Leave the column out.");
            case FAILED:
                return new RefusalText("The execution failed.", "See the errors of the pattern.");
            case HEAP_PRESSURE:
                return new RefusalText(
                        "The heap of the application was nearly full, so nothing was kept.",
                        "Give the JVM more heap, or lower querytap.cache.local.size.");
            default:
                return new RefusalText(
                        "An error of the agent's own; the database has answered.",
                        "Report it with what the agent said on stderr.");
        }
    }
}
