package io.querytap.cache.eligibility;

import io.querytap.cache.eligibility.Heads.Head;
import io.querytap.cache.generation.TableSet;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.Lexer;
import java.util.Locale;
import java.util.Set;

/** Reads what SET and its relatives do to a session. What it does not know for certain is a taint. */
final class SettingReader {
    /** Settings of H2 that are the session's; all others are the database's. */
    private static final Set<String> SESSION_SETTINGS_OF_H2 = Set.of(
            "schema",
            "schema_search_path",
            "time",
            "lock_timeout",
            "query_timeout",
            "throttle",
            "variable_binary",
            "non_keywords",
            "truncate_large_length");

    private static final Set<String> ISOLATION_SETTINGS =
            Set.of("transaction_isolation", "tx_isolation", "default_transaction_isolation");

    private final TextPlan.Builder plan;
    private final Head head;
    private final Dialect dialect;

    private SettingReader(TextPlan.Builder plan, Head head, Dialect dialect) {
        this.plan = plan;
        this.head = head;
        this.dialect = dialect;
    }

    /** Reads one statement that begins with SET, RESET, USE or DISCARD. */
    static void read(TextPlan.Builder plan, Head head, Dialect dialect) {
        SettingReader reader = new SettingReader(plan, head, dialect);
        if (!head.isWhole()) {
            reader.unknown();
            return;
        }
        switch (head.word(0)) {
            case "set":
                reader.set();
                break;
            case "reset":
                reader.reset();
                break;
            case "use":
                reader.use();
                break;
            case "discard":
                reader.discard();
                break;
            default:
                reader.unknown();
                break;
        }
    }

    static boolean isMysql(Dialect dialect) {
        return dialect == Dialect.MYSQL || dialect == Dialect.MARIADB;
    }

    private void unknown() {
        plan.writes(TableSet.EVERYTHING).changesSession(SessionChange.taint(head.word(0)));
    }

    private void taint() {
        plan.changesSession(SessionChange.taint(head.word(0) + ' ' + head.word(1)));
    }

    private void discard() {
        if (head.is(1, "all") || head.is(1, "temp") || head.is(1, "temporary")) {
            plan.changesSession(
                    head.is(1, "all")
                            ? SessionChange.of(SessionChange.Kind.DISCARD_ALL)
                            : SessionChange.taint("discard"));
        } else if (!head.is(1, "plans") && !head.is(1, "sequences")) {
            unknown();
        }
    }

    private void reset() {
        if (dialect != Dialect.POSTGRESQL) {
            unknown(); // RESET MASTER and the like
        } else if (head.is(1, "all") && head.size() == 2) {
            plan.changesSession(SessionChange.of(SessionChange.Kind.RESET_ALL));
        } else if (head.is(1, "time") && head.is(2, "zone")) {
            plan.changesSession(SessionChange.reset("timezone"));
        } else if (head.is(1, "session") && head.is(2, "authorization")) {
            plan.changesSession(SessionChange.reset("session_authorization"));
        } else {
            plan.changesSession(SessionChange.reset(joined(1, head.size()).toLowerCase(Locale.ROOT)));
        }
    }

    private void use() {
        if (isMysql(dialect) && head.size() == 2) {
            plan.changesSession(SessionChange.set("database", head.text(1)));
        } else {
            taint();
        }
    }

    private void set() {
        if (isMysql(dialect)) {
            mysql();
        } else if (dialect == Dialect.H2) {
            h2();
        } else if (dialect == Dialect.POSTGRESQL) {
            postgresql();
        } else {
            unknown();
        }
    }

    // PostgreSQL

    private void postgresql() {
        int at = 1;
        boolean local = head.is(at, "local");
        if (local
                || head.is(at, "session") && !head.is(at + 1, "authorization") && !head.is(at + 1, "characteristics")) {
            at++;
        }
        if (local) {
            return; // until the transaction ends, in which nothing is answered; without one it does nothing
        }
        if (head.is(at, "transaction")
                || head.is(at, "constraints")
                || head.is(at, "session") && head.is(at + 1, "characteristics")) {
            return; // PostgreSQL never reads what was not committed
        }
        if (head.is(at, "time") && head.is(at + 1, "zone")) {
            assign("timezone", at + 2, head.size());
        } else if (head.is(at, "session") && head.is(at + 1, "authorization")) {
            plan.changesSession(SessionChange.reset("role"));
            assign("session_authorization", at + 2, head.size());
        } else if (head.is(at, "names")) {
            assign("client_encoding", at + 1, head.size());
        } else if (head.is(at, "schema")) {
            assign("search_path", at + 1, head.size());
        } else if (head.is(at, "role") || head.is(at, "seed")) {
            assign(head.word(at), head.is(at + 1, "to") || head.is(at + 1, "=") ? at + 2 : at + 1, head.size());
        } else {
            int to = at;
            while (to < head.size() && !head.is(to, "to") && !head.is(to, "=")) {
                to++;
            }
            if (to == head.size() || to == at) {
                taint();
            } else {
                assign(joined(at, to).toLowerCase(Locale.ROOT), to + 1, head.size());
            }
        }
    }

    // H2

    private void h2() {
        String name = head.word(1);
        if (name.startsWith("@")) {
            variable(name, head.is(2, "=") || head.is(2, "to") ? 3 : 2, head.size());
        } else if (name.equals("autocommit")) {
            plan.commits();
        } else if (name.equals("session") && head.is(2, "characteristics")) {
            isolation();
        } else if (name.equals("time") && head.is(2, "zone")) {
            assign("timezone", 3, head.size());
        } else if (SESSION_SETTINGS_OF_H2.contains(name)) {
            assign(name, head.is(2, "=") || head.is(2, "to") ? 3 : 2, head.size());
        } else {
            plan.writes(TableSet.EVERYTHING).commits().changesSchema();
            taint();
        }
    }

    // MySQL and MariaDB

    private void mysql() {
        if (head.is(1, "names") || head.is(1, "character") || head.is(1, "charset") || head.is(1, "char")) {
            assign("names", 2, head.size());
            return;
        }
        if (isTransaction(1)) {
            isolation();
            return;
        }
        if (head.is(1, "role")) {
            assign("role", 2, head.size());
            return;
        }
        if (head.is(1, "statement") || head.is(1, "password") || head.is(1, "default") || head.is(1, "resource")) {
            unknown();
            return;
        }
        int from = 1;
        int depth = 0;
        for (int i = 1; i <= head.size(); i++) {
            depth += head.is(i, "(") ? 1 : head.is(i, ")") ? -1 : 0;
            if (i == head.size() || depth == 0 && head.is(i, ",")) {
                assignmentOfMysql(from, i);
                from = i + 1;
            }
        }
    }

    private boolean isTransaction(int at) {
        return head.is(at, "transaction")
                || (head.is(at, "session") || head.is(at, "local") || head.is(at, "global"))
                        && head.is(at + 1, "transaction");
    }

    private void assignmentOfMysql(int from, int to) {
        int equals = from;
        while (equals < to && !head.is(equals, "=") && !head.is(equals, ":=")) {
            equals++;
        }
        if (equals == from || equals == to) {
            unknown();
            return;
        }
        int first = from;
        boolean global = head.is(first, "global") || head.is(first, "persist") || head.is(first, "persist_only");
        if (global || head.is(first, "session") || head.is(first, "local")) {
            first++;
        }
        String name = joined(first, equals).toLowerCase(Locale.ROOT).replace("`", "");
        for (String scope :
                new String[] {"@@session.", "@@local.", "@@global.", "@@persist.", "@@persist_only.", "@@"}) {
            if (name.startsWith(scope)) {
                name = name.substring(scope.length());
                global |= scope.length() > 2 && !scope.equals("@@session.") && !scope.equals("@@local.");
                break;
            }
        }
        if (global) {
            // Of connections that are made from now on, which then are others than the key says.
            plan.writes(TableSet.EVERYTHING).changesSchema();
            taint();
        } else if (name.startsWith("@")) {
            variable(name, equals + 1, to);
        } else if (name.equals("autocommit")) {
            plan.commits();
        } else if (ISOLATION_SETTINGS.contains(name)) {
            isolation();
        } else {
            assign(name, equals + 1, to);
        }
    }

    // for all

    /** The level is somewhere among the words. */
    private void isolation() {
        boolean uncommitted = false;
        boolean level = false;
        for (int i = 1; i < head.size(); i++) {
            String word = head.text(i).toLowerCase(Locale.ROOT);
            uncommitted |= word.contains("uncommitted");
            level |= word.contains("committed")
                    || word.contains("repeatable")
                    || word.contains("serializable")
                    || word.contains("snapshot");
        }
        if (level) {
            plan.changesSession(SessionChange.of(
                    uncommitted ? SessionChange.Kind.READS_UNCOMMITTED : SessionChange.Kind.READS_COMMITTED));
        } else if (!head.is(head.size() - 1, "only") && !head.is(head.size() - 1, "write")) {
            taint(); // a level that is computed, or by its number
        }
    }

    /** A variable is read by functions only, which are not answered unless a rule names them, and then the variable. */
    private void variable(String name, int from, int to) {
        if (isLiteral(from, to)) {
            assign(name, from, to);
        } else {
            unknown();
        }
    }

    private void assign(String name, int from, int to) {
        if (ISOLATION_SETTINGS.contains(name) && dialect == Dialect.POSTGRESQL) {
            return;
        }
        if (to - from == 1 && head.is(from, "default")) {
            plan.changesSession(SessionChange.reset(name));
        } else if (to - from == 1 && head.kind(from) == Lexer.Kind.BIND) {
            if (!HarmlessSettings.contains(name)) {
                plan.changesSession(SessionChange.setByParameter(name, head.parameter(from)));
            }
        } else if (!isLiteral(from, to)) {
            unknown();
        } else if (!HarmlessSettings.contains(name)) {
            plan.changesSession(SessionChange.set(name, joined(from, to)));
        }
    }

    private boolean isLiteral(int from, int to) {
        for (int i = from; i < to; i++) {
            Lexer.Kind kind = head.kind(i);
            if (kind != Lexer.Kind.WORD
                    && kind != Lexer.Kind.QUOTED
                    && kind != Lexer.Kind.NAME_OR_STRING
                    && kind != Lexer.Kind.STRING
                    && kind != Lexer.Kind.NUMBER
                    && !head.is(i, ",")
                    && !head.is(i, ".")
                    && !head.is(i, "-")
                    && !head.is(i, "+")) {
                return false;
            }
        }
        return from < to;
    }

    private String joined(int from, int to) {
        StringBuilder all = new StringBuilder();
        Lexer.Kind before = Lexer.Kind.PUNCTUATION;
        for (int i = from; i < to; i++) {
            if (before != Lexer.Kind.PUNCTUATION && head.kind(i) != Lexer.Kind.PUNCTUATION) {
                all.append(' ');
            }
            before = head.kind(i);
            all.append(head.text(i));
        }
        return all.toString();
    }

    /**
     * A query that does nothing but {@code SELECT set_config('name', value, local)}.
     *
     * @return false if it is none of these, and does to the session what nobody knows
     */
    static boolean readSetConfig(TextPlan.Builder plan, Head head) {
        int at = head.is(1, "pg_catalog") && head.is(2, ".") ? 3 : 1;
        boolean understood = head.isWhole()
                && head.is(0, "select")
                && head.is(at, "set_config")
                && head.is(at + 1, "(")
                && head.kind(at + 2) == Lexer.Kind.STRING
                && head.is(at + 3, ",")
                && head.is(at + 5, ",")
                && head.is(at + 7, ")")
                && (head.size() == at + 8
                        || head.is(at + 8, "as") && head.size() == at + 10
                        || head.isName(at + 8) && head.size() == at + 9);
        if (!understood) {
            return false;
        }
        boolean local = head.is(at + 6, "true");
        if (!local && !head.is(at + 6, "false")) {
            return false;
        }
        String quoted = head.text(at + 2).toLowerCase(Locale.ROOT);
        String name = quoted.substring(1, quoted.length() - 1);
        if (local || HarmlessSettings.contains(name)) {
            return true;
        }
        if (head.kind(at + 4) == Lexer.Kind.STRING) {
            plan.changesSession(SessionChange.set(name, head.text(at + 4)));
            return true;
        }
        if (head.kind(at + 4) == Lexer.Kind.BIND) {
            plan.changesSession(SessionChange.setByParameter(name, head.parameter(at + 4)));
            return true;
        }
        return false;
    }
}
