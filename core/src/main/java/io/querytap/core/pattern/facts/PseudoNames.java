package io.querytap.core.pattern.facts;

import io.querytap.core.pattern.lexis.Dialect;
import io.querytap.core.pattern.lexis.Keyword;
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
        "qsys2",
        "syscs_diag",
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

    /** Initials of the pseudo-columns that say where a row is; nearly all columns have others. */
    private String rowAddressInitials = "";

    /** Functions may be called without brackets. */
    private boolean packages;

    PseudoNames(Readers readers) {
        this.readers = readers;
    }

    void begin(Dialect dialect) {
        packages = dialect == Dialect.ORACLE || dialect == Dialect.OTHER;
        switch (dialect) {
            case ORACLE:
                rowAddressInitials = "rlo";
                break;
            case POSTGRESQL:
                rowAddressInitials = "cxt";
                break;
            case H2:
                rowAddressInitials = "r_";
                break;
            case OTHER:
                rowAddressInitials = "rc";
                break;
            default:
                rowAddressInitials = "";
                break;
        }
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
                || parts > 1 && isTemporarySchema(from)) {
            facts.obstacle(Obstacle.TEMPORARY_TABLE);
        }
        if (isSystemTable(from, to, parts)) {
            facts.obstacle(Obstacle.SYSTEM_TABLE);
        }
    }

    private boolean isTemporarySchema(int from) {
        Cursor c = readers.cursor;
        switch (readers.rules.dialect) {
            case DB2:
            case DERBY:
                return c.isWord(from, "session");
            case HSQLDB:
                return c.isWord(from, "session") || c.isWord(from, "module");
            case SQLITE:
                return c.isWord(from, "temp");
            case SQLSERVER:
            case OTHER:
                return c.isWord(from, "tempdb");
            default:
                return false;
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
        int last = c.code(to - 1) == Tokens.VARIABLE ? to - 2 : to - 1;
        if (parts > 1) {
            for (int i = from; i < last; i += 2) {
                String schema = part(i);
                for (String catalogue : CATALOGUES) {
                    if (catalogue.equalsIgnoreCase(schema) && isCatalogueOf(catalogue, readers.rules.dialect)) {
                        String name = part(last);
                        return !name.equalsIgnoreCase("sysdummy1") && !name.equalsIgnoreCase("dual");
                    }
                }
            }
        }
        switch (readers.rules.dialect) {
            case POSTGRESQL:
                return startsWith(last, "pg_");
            case SQLITE:
                return startsWith(last, "sqlite_");
            case ORACLE:
                return startsWith(last, "v$")
                        || startsWith(last, "gv$")
                        || startsWith(last, "x$")
                        || startsWith(last, "nls_")
                        || isDictionary(last);
            case SQLSERVER:
                return startsWith(last, "sys") && isOldCatalogue(last)
                        || parts > 1 && (c.isWord(from, "msdb") || c.isWord(from, "master"));
            case OTHER:
                return startsWith(last, "pg_")
                        || startsWith(last, "sqlite_")
                        || startsWith(last, "v$")
                        || isDictionary(last);
            default:
                return false;
        }
    }

    private boolean isOldCatalogue(int index) {
        return startsWith(index, "sysobjects")
                || startsWith(index, "syscolumns")
                || startsWith(index, "sysindexes")
                || startsWith(index, "sysusers")
                || startsWith(index, "sysprocesses")
                || startsWith(index, "sysdatabases");
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

    private boolean isDictionary(int index) {
        if (!startsWith(index, "all_")
                && !startsWith(index, "user_")
                && !startsWith(index, "dba_")
                && !startsWith(index, "cdb_")) {
            return false;
        }
        String name = part(index);
        String behind = name.substring(name.indexOf('_') + 1);
        for (String view : DICTIONARY) {
            if (view.equalsIgnoreCase(behind)) {
                return true;
            }
        }
        return false;
    }

    /** The part of a name begins so, in quotes or not. */
    private boolean startsWith(int index, String prefix) {
        Cursor c = readers.cursor;
        int start = c.start(index) + (c.code(index) == Tokens.QUOTED ? 1 : 0);
        return start < c.sql().length()
                && (c.sql().charAt(start) | 0x20) == prefix.charAt(0)
                && c.sql().regionMatches(/* ignoreCase= */ true, start, prefix, 0, prefix.length());
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
        if (readers.cursor.code(index) != Tokens.WORD) {
            return;
        }
        if (isRowAddress(index)) {
            readers.facts.obstacle(Obstacle.PSEUDO_COLUMN);
        } else if (isBareFunction(index)) {
            function(index, index + 1, 0);
        }
    }

    /** As {@link #column}, of a name with more parts. */
    void qualifiedColumn(int from, int to) {
        Cursor c = readers.cursor;
        int last = to - 1;
        char initial = c.initial(last);
        if ((initial == 'n' || initial == 'c') && (c.isWord(last, "nextval") || c.isWord(last, "currval"))) {
            readers.facts.obstacle(Obstacle.SEQUENCE);
        } else if (c.code(last) == Tokens.WORD && isRowAddress(last)) {
            readers.facts.obstacle(Obstacle.PSEUDO_COLUMN);
        } else if (packages && (startsWith(from, "dbms_") || startsWith(from, "utl_"))) {
            function(from, to, 0); // of a package; Oracle calls it without brackets
        }
    }

    /** Where a row is, or how many came before it. */
    private boolean isRowAddress(int index) {
        Cursor c = readers.cursor;
        if (rowAddressInitials.indexOf(c.initial(index)) < 0) {
            return false;
        }
        switch (readers.rules.dialect) {
            case ORACLE:
                return c.isWord(index, "rownum")
                        || c.isWord(index, "rowid")
                        || c.isWord(index, "level")
                        || c.isWord(index, "ora_rowscn");
            case POSTGRESQL:
                return c.isWord(index, "ctid")
                        || c.isWord(index, "xmin")
                        || c.isWord(index, "xmax")
                        || c.isWord(index, "cmin")
                        || c.isWord(index, "cmax")
                        || c.isWord(index, "tableoid");
            case H2:
                return c.isWord(index, "rownum") || c.isWord(index, "_rowid_");
            case OTHER:
                return c.isWord(index, "rownum") || c.isWord(index, "ctid");
            default:
                return false;
        }
    }

    /** ROWNUM() of H2 and HSQLDB. */
    boolean isPseudoFunction(int index) {
        Dialect dialect = readers.rules.dialect;
        return (dialect == Dialect.H2 || dialect == Dialect.HSQLDB) && readers.cursor.isWord(index, "rownum");
    }

    private boolean isBareFunction(int index) {
        Cursor c = readers.cursor;
        switch (readers.rules.dialect) {
            case ORACLE:
                return c.isWord(index, "uid") || c.isWord(index, "dbtimezone") || c.isWord(index, "sessiontimezone");
            case HSQLDB:
                return c.isWord(index, "now") || c.isWord(index, "today");
            case H2:
                return c.isWord(index, "today");
            default:
                return false;
        }
    }

    /** Whether the dialect has this function; elsewhere it may be a column. */
    boolean isBareFunction(Keyword keyword) {
        Dialect dialect = readers.rules.dialect;
        switch (keyword) {
            case SYSDATE:
            case SYSTIMESTAMP:
                switch (dialect) {
                    case POSTGRESQL:
                    case MYSQL:
                    case SQLSERVER:
                    case SQLITE:
                    case CLICKHOUSE:
                    case DERBY:
                        return false;
                    default:
                        return true;
                }
            case UTC_DATE:
            case UTC_TIME:
            case UTC_TIMESTAMP:
                return dialect == Dialect.MYSQL || dialect == Dialect.MARIADB || dialect == Dialect.OTHER;
            default:
                return true;
        }
    }

    private void function(int from, int to, int arguments) {
        readers.facts.function(new FunctionCall(readers.cursor.name(from, to), arguments));
    }

    /** The function of this last part hands out numbers of a sequence. */
    boolean isSequenceFunction(int index) {
        Cursor c = readers.cursor;
        return c.isWord(index, "nextval")
                || c.isWord(index, "currval")
                || c.isWord(index, "lastval")
                || c.isWord(index, "setval");
    }

    /**
     * A cast counts as a call of its type. To a date or time without zone it is harmless if it is of a literal: the server reads
     * it as it reads {@code DATE '2020-01-01'}, and those that are read as the present are noticed elsewhere.
     */
    void cast(int from, int to, boolean ofLiteral) {
        Cursor c = readers.cursor;
        if (ofLiteral
                && to - from == 1
                && (c.isWord(from, "date")
                        || c.isWord(from, "time")
                        || c.isWord(from, "timestamp")
                        || c.isWord(from, "interval"))
                && !c.is(to, Keyword.WITH)) {
            return;
        }
        function(from, to, 1);
    }
}
