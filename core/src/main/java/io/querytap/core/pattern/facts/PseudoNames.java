package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.Tokens;

/** Knows names that mean something to the server: its catalogues, temporary tables, sequences, pseudo-columns, types. */
final class PseudoNames {
    private static final String[] CATALOGUES = {
        "information_schema",
        "pg_catalog",
        "pg_toast",
        "performance_schema",
        "sys",
        "syscat",
        "sysibm",
        "sysibmadm",
        "sysstat",
        "sysproc",
        "sysfun",
        "system",
        "mysql",
        "sqlite_master",
        "snowflake"
    };

    /** Views of Oracle's dictionary behind ALL_, USER_ and DBA_; a user's own tables may begin with these words too. */
    private static final String[] DICTIONARY = {
        "tables", "tab_columns", "tab_cols", "tab_comments", "col_comments", "objects", "views", "indexes",
                "ind_columns",
        "constraints", "cons_columns", "sequences", "users", "source", "triggers", "synonyms", "procedures",
                "arguments",
        "segments", "extents", "tablespaces", "data_files", "free_space", "jobs", "scheduler_jobs", "tab_privs",
                "sys_privs",
        "role_privs", "roles", "errors", "dependencies", "types", "mviews", "tab_partitions", "catalog", "directories",
        "tab_statistics", "db_links", "external_tables", "lobs", "part_tables", "recyclebin"
    };

    private final Readers readers;

    PseudoNames(Readers readers) {
        this.readers = readers;
    }

    /** A table was named. */
    void table(int from, int to) {
        Cursor c = readers.cursor;
        FactsCollector facts = readers.facts;
        Dialect dialect = readers.rules.dialect;
        int parts = parts(from, to);
        if (isLink(from, to) || parts > 3 && (dialect == Dialect.SQLSERVER || dialect == Dialect.OTHER)) {
            facts.obstacle(Obstacle.REMOTE_TABLE);
            facts.unparsed();
        }
        char first = c.sql().charAt(c.start(to - 1));
        if (first == '#'
                || c.sql().startsWith("[#", c.start(to - 1))
                || c.isWord(from, "pg_temp")
                || dialect == Dialect.DB2 && parts > 1 && c.isWord(from, "session")
                || c.isWord(from, "tempdb") && parts > 1) {
            facts.obstacle(Obstacle.TEMPORARY_TABLE);
        }
        if (isSystemTable(from, to, parts)) {
            facts.obstacle(Obstacle.SYSTEM_TABLE);
        }
    }

    private boolean isLink(int from, int to) {
        for (int i = from; i < to; i++) {
            if (readers.cursor.code(i) == Tokens.VARIABLE) {
                return true;
            }
        }
        return false;
    }

    private int parts(int from, int to) {
        int parts = 1;
        for (int i = from; i < to; i++) {
            parts += readers.cursor.is(i, '.') ? 1 : 0;
        }
        return parts;
    }

    private boolean isSystemTable(int from, int to, int parts) {
        Cursor c = readers.cursor;
        String name = lastPart(to);
        Dialect dialect = readers.rules.dialect;
        if (parts > 1) {
            for (int i = from; i < to - 1; i += 2) {
                String schema = part(i);
                for (String catalogue : CATALOGUES) {
                    if (catalogue.equalsIgnoreCase(schema)) {
                        return !(name.equalsIgnoreCase("sysdummy1") || name.equalsIgnoreCase("dual"))
                                && isCatalogueOf(catalogue, dialect);
                    }
                }
            }
        }
        switch (dialect) {
            case POSTGRESQL:
                return startsWith(name, "pg_");
            case SQLITE:
                return startsWith(name, "sqlite_");
            case ORACLE:
                return startsWith(name, "v$")
                        || startsWith(name, "gv$")
                        || startsWith(name, "x$")
                        || isDictionary(name);
            case SQLSERVER:
                return startsWith(name, "sysobjects")
                        || startsWith(name, "syscolumns")
                        || startsWith(name, "sysindexes")
                        || startsWith(name, "sysusers")
                        || startsWith(name, "sysprocesses")
                        || startsWith(name, "sysdatabases")
                        || c.isWord(from, "msdb") && parts > 1
                        || c.isWord(from, "master") && parts > 1;
            case OTHER:
                return startsWith(name, "pg_")
                        || startsWith(name, "sqlite_")
                        || startsWith(name, "v$")
                        || isDictionary(name);
            default:
                return false;
        }
    }

    private static boolean isCatalogueOf(String schema, Dialect dialect) {
        switch (schema) {
            case "mysql":
            case "performance_schema":
                return dialect == Dialect.MYSQL || dialect == Dialect.MARIADB || dialect == Dialect.OTHER;
            case "system":
                return dialect == Dialect.CLICKHOUSE || dialect == Dialect.ORACLE || dialect == Dialect.OTHER;
            case "snowflake":
                return dialect == Dialect.SNOWFLAKE;
            default:
                return true;
        }
    }

    private static boolean isDictionary(String name) {
        int underscore = name.indexOf('_');
        String prefix = underscore < 0 ? "" : name.substring(0, underscore);
        if (!prefix.equalsIgnoreCase("all")
                && !prefix.equalsIgnoreCase("user")
                && !prefix.equalsIgnoreCase("dba")
                && !prefix.equalsIgnoreCase("cdb")) {
            return false;
        }
        for (String view : DICTIONARY) {
            if (name.length() == underscore + 1 + view.length()
                    && name.regionMatches(/* ignoreCase= */ true, underscore + 1, view, 0, view.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(String name, String prefix) {
        return name.regionMatches(/* ignoreCase= */ true, 0, prefix, 0, prefix.length());
    }

    private String lastPart(int to) {
        return part(readers.cursor.code(to - 1) == Tokens.VARIABLE ? to - 2 : to - 1);
    }

    /** A part of a name without its quotes. */
    private String part(int index) {
        Cursor c = readers.cursor;
        String part = c.name(index, index + 1);
        char first = part.charAt(0);
        boolean quoted = part.length() > 2 && (first == '"' || first == '`' || first == '[');
        return quoted ? part.substring(1, part.length() - 1) : part;
    }

    /** A name of one part that is no function call stands in an expression. */
    void column(int index) {
        Cursor c = readers.cursor;
        if (c.code(index) != Tokens.WORD) {
            return;
        }
        Dialect dialect = readers.rules.dialect;
        switch (c.extra(index) - c.start(index)) {
            case 3:
                if (c.isWord(index, "uid") && dialect == Dialect.ORACLE) {
                    function(index);
                } else if (c.isWord(index, "now") && dialect == Dialect.HSQLDB) {
                    function(index);
                }
                break;
            case 5:
                if (c.isWord(index, "level") && dialect == Dialect.ORACLE) {
                    readers.facts.obstacle(Obstacle.PSEUDO_COLUMN);
                } else if (c.isWord(index, "today") && (dialect == Dialect.HSQLDB || dialect == Dialect.H2)) {
                    function(index);
                }
                break;
            case 6:
                if (c.isWord(index, "rownum")
                        && (dialect == Dialect.ORACLE || dialect == Dialect.H2 || dialect == Dialect.OTHER)) {
                    readers.facts.obstacle(Obstacle.PSEUDO_COLUMN);
                }
                break;
            default:
                break;
        }
    }

    private void function(int index) {
        readers.facts.function(new FunctionCall(readers.cursor.name(index, index + 1), 0));
    }

    /** The function of this last part hands out numbers of a sequence. */
    boolean isSequenceFunction(int index) {
        Cursor c = readers.cursor;
        return c.isWord(index, "nextval")
                || c.isWord(index, "currval")
                || c.isWord(index, "lastval")
                || c.isWord(index, "setval");
    }

    /** A cast to this type. In PostgreSQL some depend on the session's time zone, language or search path. */
    void cast(int from, int to) {
        Dialect dialect = readers.rules.dialect;
        if (dialect != Dialect.POSTGRESQL && dialect != Dialect.OTHER) {
            return;
        }
        Cursor c = readers.cursor;
        int last = to - 1;
        if (c.isWord(last, "timestamptz")
                || c.isWord(last, "timetz")
                || c.isWord(last, "money")
                || c.isWord(last, "regclass")
                || c.isWord(last, "regtype")
                || c.isWord(last, "regproc")
                || c.isWord(last, "regprocedure")
                || c.isWord(last, "regnamespace")
                || c.isWord(last, "regrole")) {
            readers.facts.function(new FunctionCall(c.name(from, to), 1));
        } else if ((c.isWord(last, "timestamp") || c.isWord(last, "time")) && withZone(to)) {
            readers.facts.function(new FunctionCall(c.name(from, to) + "tz", 1));
        }
    }

    private boolean withZone(int behindType) {
        Cursor c = readers.cursor;
        int i = c.is(behindType, '(') ? c.close(behindType) + 1 : behindType;
        return c.isWord(i, "with") && c.isWord(i + 1, "time") && c.isWord(i + 2, "zone");
    }
}
