package io.querytap.cache.schema;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.schema.Relation.Trait;
import io.querytap.core.pattern.lexis.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * MySQL and MariaDB, whose catalogue shows to each user what he may use. Triggers are shown to whoever has that privilege: to others every
 * table may have some.
 */
final class MysqlCatalogue implements CatalogueReader {
    private static final String NOT_OURS = " NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')";

    /** The server's error where an option that it was started with forbids a statement; of SHOW GRANTS that is skip-grant-tables. */
    private static final int OPTION_PREVENTS_STATEMENT = 1290;

    private static final Set<String> REMOTE_ENGINES =
            Set.of("federated", "connect", "spider", "s3", "sphinx", "oqgraph");

    private static final Set<String> KNOWN_ENGINES = Set.of(
            "innodb",
            "myisam",
            "aria",
            "memory",
            "rocksdb",
            "tokudb",
            "archive",
            "csv",
            "columnstore",
            "ndbcluster",
            "xtradb");

    private final Dialect dialect;

    MysqlCatalogue(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public SchemaSnapshot read(Connection connection) throws SQLException {
        SchemaSnapshot.Builder snapshot = new SchemaSnapshot.Builder();
        snapshot.unknownFunctionsAreBuiltIn();
        Set<String> schemas = new HashSet<>();
        Query.each(
                connection,
                "SELECT table_schema, table_name, table_type, engine FROM information_schema.tables WHERE table_schema"
                        + NOT_OURS,
                row -> {
                    schemas.add(row.getString(1));
                    snapshot.relation(row.getString(2), trait(row));
                    if (merges(row)) {
                        snapshot.relation(row.getString(2), Trait.READS_UNKNOWN)
                                .relation(row.getString(2), Trait.WRITES_UNKNOWN);
                    }
                    CatalogueReader.checkBound(snapshot);
                });
        Routines routines = routines(connection);
        routines.addTo(snapshot);
        Query.each(
                connection,
                "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema" + NOT_OURS,
                row -> Views.describe(
                        snapshot, row.getString(1), row.getString(2), dialect, routines, /* withTables= */ true));
        Query.each(
                connection,
                "SELECT event_object_table, action_statement FROM information_schema.triggers WHERE trigger_schema"
                        + NOT_OURS,
                row -> {
                    TableSet written = routines.writtenByBody(row.getString(2));
                    snapshot.changes(row.getString(1), written);
                });
        Query.each(
                connection,
                "SELECT referenced_table_name, table_name, update_rule, delete_rule FROM information_schema.referential_constraints"
                        + " WHERE constraint_schema" + NOT_OURS,
                row -> {
                    if (acts(row.getString(3)) || acts(row.getString(4))) {
                        snapshot.changes(row.getString(1), row.getString(2));
                    }
                });
        if (!seesTriggers(connection, schemas)) {
            snapshot.triggersUnknown();
        }
        Query.each(
                connection,
                "SELECT COUNT(*), SUM(CRC32(CONCAT_WS(' ', table_schema, table_name, ordinal_position, column_name, column_type,"
                        + " collation_name, is_nullable))) FROM information_schema.columns WHERE table_schema"
                        + NOT_OURS,
                row -> snapshot.detail(row.getString(1) + ' ' + row.getString(2)));
        session(connection, snapshot);
        return snapshot.build();
    }

    private static Trait trait(ResultSet row) throws SQLException {
        String engine = row.getString(4);
        switch (row.getString(3)) {
            case "BASE TABLE":
            case "SYSTEM VERSIONED":
                if (engine == null) {
                    return Trait.OTHER; // broken
                }
                String lower = engine.toLowerCase(Locale.ROOT);
                return REMOTE_ENGINES.contains(lower) || !KNOWN_ENGINES.contains(lower) ? Trait.FOREIGN : Trait.TABLE;
            case "VIEW":
                return Trait.VIEW;
            case "TEMPORARY":
                return Trait.TEMPORARY;
            default:
                return Trait.OTHER;
        }
    }

    /** A table made of others, which the catalogue does not name. */
    private static boolean merges(ResultSet row) throws SQLException {
        return "MRG_MyISAM".equalsIgnoreCase(row.getString(4));
    }

    private static boolean acts(String rule) {
        return !rule.equals("RESTRICT") && !rule.equals("NO ACTION");
    }

    private Routines routines(Connection connection) throws SQLException {
        Routines routines = new Routines(dialect);
        routines.unknownAreBuiltIn();
        Query.each(
                connection,
                "SELECT routine_name, routine_definition FROM information_schema.routines WHERE routine_schema"
                        + NOT_OURS,
                row -> routines.add(row.getString(1), /* readsOnly= */ false, row.getString(2)));
        try {
            Query.each(
                    connection,
                    "SELECT name FROM mysql.func",
                    row -> routines.add(row.getString(1), /* readsOnly= */ false, null));
        } catch (SQLException notAllowed) {
            return routines; // of such functions only their names are asked for, and hardly anybody has any
        }
        return routines;
    }

    private static boolean seesTriggers(Connection connection, Set<String> schemas) throws SQLException {
        if (hasNoGrants(connection)) {
            return true;
        }
        String grantee =
                "grantee = CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')";
        Set<String> seen = new HashSet<>();
        boolean[] all = new boolean[1];
        Query.each(
                connection,
                "SELECT 1 FROM information_schema.user_privileges WHERE privilege_type = 'TRIGGER' AND " + grantee,
                row -> all[0] = true);
        Query.each(
                connection,
                "SELECT table_schema FROM information_schema.schema_privileges WHERE privilege_type = 'TRIGGER' AND "
                        + grantee,
                row -> seen.add(unescaped(row.getString(1))));
        return all[0] || seen.containsAll(schemas);
    }

    /** The server was started without grants, so everybody sees all. */
    private static boolean hasNoGrants(Connection connection) throws SQLException {
        try {
            Query.each(connection, "SHOW GRANTS", row -> {});
            return false;
        } catch (SQLException refused) {
            if (refused.getErrorCode() == OPTION_PREVENTS_STATEMENT) {
                return true;
            }
            throw refused;
        }
    }

    /** Grants name schemas by patterns; those with a percent sign are not followed. */
    private static String unescaped(String schema) {
        return schema.replace("\\_", "_");
    }

    private void session(Connection connection, SchemaSnapshot.Builder snapshot) throws SQLException {
        Query.each(
                connection,
                "SHOW VARIABLES WHERE variable_name IN ('transaction_isolation', 'tx_isolation', 'read_only', 'innodb_read_only')",
                row -> {
                    String value = row.getString(2);
                    if (value.equalsIgnoreCase("READ-UNCOMMITTED")) {
                        snapshot.readsUncommitted();
                    } else if (value.equalsIgnoreCase("ON") || value.equals("1")) {
                        snapshot.replica();
                    }
                });
    }
}
