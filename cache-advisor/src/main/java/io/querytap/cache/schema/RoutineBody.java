package io.querytap.cache.schema;

import io.querytap.cache.generation.TableSet;
import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.DialectRules;
import io.querytap.core.pattern.lexis.Lexer;
import io.querytap.core.pattern.lexis.SqlModes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which tables the body of a function, procedure or trigger changes. It reads words, not the language: a body with a word that could
 * change tables in a way not understood changes EVERYTHING, and so does one that calls what is not known.
 */
final class RoutineBody {
    /** A longer body is not read. */
    static final int MAX_CHARACTERS = 64 << 10;

    /** Words with which tables, sessions or transactions are changed in ways that are not read here. */
    private static final Set<String> FORBIDDEN = Set.of(
            "execute",
            "call",
            "copy",
            "load",
            "prepare",
            "create",
            "drop",
            "alter",
            "grant",
            "revoke",
            "refresh",
            "handler",
            "commit",
            "rollback",
            "dblink",
            "do",
            "import",
            "rename",
            "analyze",
            "reset",
            "discard",
            "notify",
            "start",
            "savepoint",
            "lock",
            "use");

    /** Words in front of a bracket that are no functions. */
    private static final Set<String> GRAMMAR = Set.of(
            "if",
            "elsif",
            "elseif",
            "while",
            "case",
            "when",
            "then",
            "else",
            "return",
            "returns",
            "in",
            "and",
            "or",
            "not",
            "as",
            "on",
            "using",
            "values",
            "select",
            "from",
            "where",
            "exists",
            "any",
            "all",
            "some",
            "over",
            "by",
            "join",
            "lateral",
            "union",
            "except",
            "intersect",
            "having",
            "is",
            "filter",
            "within",
            "array",
            "row",
            "with",
            "limit",
            "offset",
            "like",
            "between",
            "set",
            "into",
            "conflict",
            "returning",
            "distinct",
            "table",
            "loop",
            "until",
            "raise",
            "declare",
            "begin",
            "end",
            "varchar",
            "char",
            "character",
            "decimal",
            "numeric",
            "varying",
            "time",
            "timestamp",
            "float",
            "double",
            "bit",
            "int",
            "bigint",
            "smallint",
            "tinyint",
            "mediumint",
            "binary",
            "varbinary",
            "enum",
            "datetime",
            "interval",
            "constant",
            "out",
            "inout",
            "perform");

    private static final TableSet NOT_KNOWN = TableSet.EVERYTHING;

    private final List<String> words = new ArrayList<>();
    private final List<Lexer.Kind> kinds = new ArrayList<>();
    private final Dialect dialect;
    private final Function<String, TableSet> functions;
    private final Set<String> written = new TreeSet<>();

    private RoutineBody(Dialect dialect, Function<String, TableSet> functions) {
        this.dialect = dialect;
        this.functions = functions;
    }

    /**
     * Reads a body.
     *
     * @param body null or empty where the catalogue does not show it
     * @param functions what calls of a function change, by its canonical name
     * @return the tables that it changes itself, without what these change in turn
     */
    static TableSet written(@Nullable String body, Dialect dialect, Function<String, TableSet> functions) {
        if (body == null || body.trim().isEmpty() || body.length() > MAX_CHARACTERS) {
            return NOT_KNOWN;
        }
        RoutineBody reader = new RoutineBody(dialect, functions);
        return reader.lex(body) && reader.read() ? TableSet.of(reader.written) : NOT_KNOWN;
    }

    private boolean lex(String body) {
        Lexer lexer = new Lexer(body, DialectRules.of(dialect, SqlModes.UNKNOWN));
        while (lexer.next() != Lexer.Kind.END) {
            if (lexer.kind == Lexer.Kind.MARK) {
                return false;
            }
            String text = body.substring(lexer.start, lexer.end);
            words.add(lexer.kind == Lexer.Kind.WORD ? text.toLowerCase(Locale.ROOT) : text);
            kinds.add(lexer.kind);
        }
        return !lexer.malformed;
    }

    private String word(int index) {
        return index >= 0 && index < words.size() ? words.get(index) : "";
    }

    private boolean isName(int index) {
        if (index < 0 || index >= kinds.size()) {
            return false;
        }
        Lexer.Kind kind = kinds.get(index);
        return kind == Lexer.Kind.WORD || kind == Lexer.Kind.QUOTED || kind == Lexer.Kind.NAME_OR_STRING;
    }

    private boolean read() {
        int i = 0;
        while (i < words.size()) {
            int next = kinds.get(i) == Lexer.Kind.WORD && !word(i - 1).equals(".") ? statement(i) : i + 1;
            if (next < 0) {
                return false;
            }
            if (next == i + 1 && isName(i) && word(i + 1).equals("(") && !isHarmlessCall(i)) {
                return false;
            }
            i = next;
        }
        return true;
    }

    /** Index behind what was read, negative where it was not understood. */
    private int statement(int at) {
        String word = word(at);
        switch (word) {
            case "insert":
            case "replace":
                if (word(at + 1).equals("(") || isColumnName(at)) {
                    return at + 1; // a function of that name
                }
                int into = at + 1;
                while (word(into).equals("low_priority")
                        || word(into).equals("delayed")
                        || word(into).equals("high_priority")
                        || word(into).equals("ignore")) {
                    into++;
                }
                if (word(into).equals("into")) {
                    return target(into + 1, /* columns= */ true);
                }
                return word.equals("insert")
                                && (word(at - 1).equals("before")
                                        || word(at - 1).equals("or"))
                        ? at + 1
                        : -1;
            case "update":
                return update(at);
            case "delete":
                return word(at + 1).equals("from") ? delete(at + 2) : isColumnName(at) ? at + 1 : -1;
            case "merge":
                return word(at + 1).equals("into") ? target(at + 2, /* columns= */ false) : -1;
            case "truncate":
                return word(at + 1).equals("(") ? at + 1 : -1; // a function of MySQL
            case "into":
                // SELECT INTO a variable; PL/pgSQL takes no table here. Of other languages a table could be made.
                return word(at + 1).equals("temp")
                                || word(at + 1).equals("outfile")
                                || word(at + 1).equals("dumpfile")
                        ? -1
                        : at + 1;
            case "set":
                return setting(at);
            case "set_config":
                return -1;
            default:
                return FORBIDDEN.contains(word) && !isColumnName(at) && !isOtherwise(at) ? -1 : at + 1;
        }
    }

    /** After a dot or before one, or on the left of an assignment. */
    private boolean isColumnName(int at) {
        return word(at - 1).equals(".") || word(at + 1).equals(".");
    }

    /** Forbidden words in places where they do nothing: DO UPDATE and DO NOTHING, WHILE ... DO, RAISE NOTICE. */
    private boolean isOtherwise(int at) {
        switch (word(at)) {
            case "do":
                return word(at + 1).equals("update") && word(at + 2).equals("set")
                        || word(at + 1).equals("nothing")
                        || SqlBlocks.isLoop(words, at);
            default:
                return false;
        }
    }

    private int update(int at) {
        String before = word(at - 1);
        if ((before.equals("do") || before.equals("then")) && word(at + 1).equals("set")) {
            return at + 2; // ON CONFLICT DO UPDATE SET, WHEN MATCHED THEN UPDATE SET: the table was named
        }
        if (before.equals("for") || before.equals("key") || isColumnName(at)) {
            return at + 1; // FOR UPDATE
        }
        int table = at + 1;
        while (word(table).equals("low_priority")
                || word(table).equals("ignore")
                || word(table).equals("only")) {
            table++;
        }
        int end = endOfName(table);
        if (end < 0) {
            return -1;
        }
        int set = end;
        if (word(set).equals("as")) {
            set++;
        }
        if (!word(set).equals("set") && isName(set)) {
            set++;
        }
        if (!word(set).equals("set")) {
            return -1; // several tables
        }
        add(end);
        return set + 1;
    }

    private int delete(int at) {
        int table = word(at).equals("only") ? at + 1 : at;
        int end = endOfName(table);
        if (end < 0 || word(end).equals(",")) {
            return -1;
        }
        boolean several = dialect != Dialect.POSTGRESQL
                && (word(end).equals("using") || word(end).equals("."));
        if (several) {
            return -1;
        }
        add(end);
        return end;
    }

    private int target(int at, boolean columns) {
        int table = word(at).equals("only") ? at + 1 : at;
        int end = endOfName(table);
        if (end < 0) {
            return -1;
        }
        add(end);
        return columns && word(end).equals("(") ? end + 1 : end;
    }

    private int endOfName(int from) {
        if (!isName(from)) {
            return -1;
        }
        int end = from + 1;
        while (word(end).equals(".") && isName(end + 1)) {
            end += 2;
        }
        return end;
    }

    /** The name that ends before the index. */
    private void add(int end) {
        written.add(TableSet.canonical(word(end - 1)));
    }

    /** SET of a session as a statement of its own, and not of UPDATE or of a variable. */
    private int setting(int at) {
        if (dialect == Dialect.POSTGRESQL) {
            String before = word(at - 1);
            boolean statement = at == 0
                    || before.equals(";")
                    || before.equals("begin")
                    || before.equals("then")
                    || before.equals("else")
                    || before.equals("loop");
            return statement ? -1 : at + 1;
        }
        String first = word(at + 1);
        boolean session = first.equals("session")
                || first.equals("local")
                || first.equals("global")
                || first.equals("persist")
                || first.equals("names")
                || first.equals("character")
                || first.equals("transaction")
                || first.equals("role")
                || first.equals("password")
                || first.equals("statement")
                || first.startsWith("@@");
        return session ? -1 : at + 1;
    }

    private boolean isHarmlessCall(int at) {
        if (kinds.get(at) == Lexer.Kind.WORD
                && GRAMMAR.contains(word(at))
                && !word(at - 1).equals(".")) {
            return true;
        }
        TableSet changed = functions.apply(TableSet.canonical(word(at)));
        if (changed.isEverything()) {
            return false;
        }
        written.addAll(changed.names());
        return true;
    }
}
