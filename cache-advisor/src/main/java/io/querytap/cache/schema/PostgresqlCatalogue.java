package io.querytap.cache.schema;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.schema.Relation.Trait;
import io.querytap.core.pattern.lexis.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** PostgreSQL, whose catalogue everybody may read. Temporary tables are left out: they are seen when a session makes them. */
final class PostgresqlCatalogue implements CatalogueReader {
    private static final String OURS =
            " n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_t%' ";

    private static final String RELATIONS =
            "SELECT c.relname, c.relkind::text, c.relrowsecurity FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE" + OURS
                    + "AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'";

    private static final String VIEWS = "SELECT c.relname, pg_catalog.pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE" + OURS
            + "AND c.relkind = 'v' AND c.relpersistence <> 't'";

    private static final String VIEW_TABLES = "SELECT DISTINCT v.relname, t.relname FROM pg_catalog.pg_depend d"
            + " JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid JOIN pg_catalog.pg_class v ON v.oid = r.ev_class"
            + " JOIN pg_catalog.pg_class t ON t.oid = d.refobjid JOIN pg_catalog.pg_namespace n ON n.oid = v.relnamespace WHERE"
            + OURS
            + "AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass"
            + " AND t.oid <> v.oid AND v.relkind = 'v' AND r.ev_type = '1' AND v.relpersistence <> 't'";

    private static final String RULES =
            "SELECT DISTINCT c.relname FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE" + OURS + "AND r.ev_type <> '1'";

    private static final String INHERITANCE = "SELECT p.relname, c.relname FROM pg_catalog.pg_inherits i"
            + " JOIN pg_catalog.pg_class p ON p.oid = i.inhparent JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid"
            + " WHERE p.relkind IN ('r', 'p', 'f')";

    private static final String CASCADES = "SELECT DISTINCT p.relname, c.relname FROM pg_catalog.pg_constraint k"
            + " JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_class p ON p.oid = k.confrelid"
            + " WHERE k.contype = 'f' AND (k.confupdtype IN ('c', 'n', 'd') OR k.confdeltype IN ('c', 'n', 'd'))";

    private static final String TRIGGERS = "SELECT c.relname, p.prosrc, l.lanname FROM pg_catalog.pg_trigger t"
            + " JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid"
            + " JOIN pg_catalog.pg_language l ON l.oid = p.prolang WHERE NOT t.tgisinternal";

    private static final String FUNCTIONS =
            "SELECT p.proname, p.provolatile::text, p.prosrc, l.lanname FROM pg_catalog.pg_proc p"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace JOIN pg_catalog.pg_language l ON l.oid = p.prolang WHERE"
                    + OURS;

    private static final String BUILT_IN =
            "SELECT p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
                    + " WHERE n.nspname IN ('pg_catalog', 'information_schema') GROUP BY p.proname HAVING pg_catalog.bool_and(p.provolatile <> 'v')";

    private static final String TYPES =
            "SELECT DISTINCT t.typname FROM pg_catalog.pg_type t WHERE t.typtype IN ('b', 'd', 'e', 'r', 'm')"
                    + " AND t.typname NOT LIKE '\\_%'";

    private static final String OPERATORS =
            "SELECT DISTINCT o.oprname FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace WHERE" + OURS
                    + "AND p.provolatile <> 'i'";

    private static final String COLUMNS =
            "SELECT pg_catalog.md5(pg_catalog.string_agg(c.relname || ' ' || a.attnum || ' ' || a.attname"
                    + " || ' ' || a.atttypid || ' ' || a.atttypmod || ' ' || a.attisdropped || ' ' || a.attcollation, ','"
                    + " ORDER BY c.oid, a.attnum)) FROM pg_catalog.pg_attribute a"
                    + " JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE"
                    + OURS
                    + "AND a.attnum > 0 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'";

    /** Functions of the extensions that come with the server that give another value each time, but do nothing. */
    private static final Set<String> HARMLESS_OF_EXTENSIONS = Set.of(
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "gen_salt",
            "gen_random_bytes",
            "gen_random_uuid",
            "normal_rand");

    @Override
    public SchemaSnapshot read(Connection connection) throws SQLException {
        SchemaSnapshot.Builder snapshot = new SchemaSnapshot.Builder();
        Query.each(connection, RELATIONS, row -> {
            String name = row.getString(1);
            snapshot.relation(name, trait(row.getString(2)));
            if (row.getBoolean(3)) {
                snapshot.relation(name, Trait.ROW_SECURITY);
            }
            CatalogueReader.checkBound(snapshot);
        });
        Routines routines = routines(connection);
        routines.addTo(snapshot);
        Query.each(connection, TYPES, row -> snapshot.builtIn(row.getString(1)));
        Query.each(connection, VIEW_TABLES, row -> {
            snapshot.reads(row.getString(1), row.getString(2)).changes(row.getString(1), row.getString(2));
        });
        Query.each(
                connection,
                VIEWS,
                row -> Views.describe(
                        snapshot,
                        row.getString(1),
                        row.getString(2),
                        Dialect.POSTGRESQL,
                        routines,
                        /* withTables= */ false));
        Query.each(connection, RULES, row -> snapshot.relation(row.getString(1), Trait.WRITES_UNKNOWN));
        Query.each(connection, INHERITANCE, row -> {
            snapshot.reads(row.getString(1), row.getString(2)).changes(row.getString(1), row.getString(2));
        });
        Query.each(connection, CASCADES, row -> snapshot.changes(row.getString(1), row.getString(2)));
        Query.each(connection, TRIGGERS, row -> {
            TableSet written =
                    isRead(row.getString(3)) ? routines.writtenByBody(row.getString(2)) : TableSet.EVERYTHING;
            snapshot.changes(row.getString(1), written);
        });
        Query.each(connection, OPERATORS, row -> snapshot.impureOperator(row.getString(1)));
        Query.each(connection, COLUMNS, row -> snapshot.detail(String.valueOf(row.getString(1))));
        Query.each(connection, "SELECT pg_catalog.pg_is_in_recovery()", row -> {
            if (row.getBoolean(1)) {
                snapshot.replica();
            }
        });
        return snapshot.build();
    }

    private static Routines routines(Connection connection) throws SQLException {
        Routines routines = new Routines(Dialect.POSTGRESQL);
        Query.each(connection, BUILT_IN, row -> routines.builtIn(row.getString(1)));
        Query.each(connection, FUNCTIONS, row -> {
            String name = row.getString(1);
            boolean harmless = !row.getString(2).equals("v")
                    || row.getString(4).equals("c") && HARMLESS_OF_EXTENSIONS.contains(name);
            routines.add(name, harmless, isRead(row.getString(4)) ? row.getString(3) : null);
        });
        return routines;
    }

    private static boolean isRead(String language) {
        return language.equals("plpgsql") || language.equals("sql");
    }

    private static Trait trait(String kind) {
        switch (kind) {
            case "r":
            case "p":
                return Trait.TABLE;
            case "v":
                return Trait.VIEW;
            case "m":
                return Trait.MATERIALIZED_VIEW;
            case "f":
                return Trait.FOREIGN;
            default:
                return Trait.OTHER;
        }
    }
}
