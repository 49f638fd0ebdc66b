package io.querytap.cache.schema;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.schema.Relation.Trait;
import io.querytap.core.pattern.lexis.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** H2 from version 2 on. Triggers and functions are Java there, so what they change is not known. */
final class H2Catalogue implements CatalogueReader {
    private static final String OURS = " <> 'INFORMATION_SCHEMA'";

    @Override
    public SchemaSnapshot read(Connection connection) throws SQLException {
        SchemaSnapshot.Builder snapshot = new SchemaSnapshot.Builder();
        snapshot.unknownFunctionsAreBuiltIn();
        Query.each(
                connection,
                "SELECT TABLE_NAME, TABLE_TYPE, STORAGE_TYPE FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA" + OURS,
                row -> {
                    snapshot.relation(row.getString(1), trait(row));
                    CatalogueReader.checkBound(snapshot);
                });
        Routines routines = new Routines(Dialect.H2);
        routines.unknownAreBuiltIn();
        Query.each(
                connection,
                "SELECT ROUTINE_NAME, IS_DETERMINISTIC FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_SCHEMA" + OURS,
                row -> routines.add(row.getString(1), "YES".equals(row.getString(2)), null));
        routines.addTo(snapshot);
        Query.each(
                connection,
                "SELECT TABLE_NAME, VIEW_DEFINITION FROM INFORMATION_SCHEMA.VIEWS WHERE TABLE_SCHEMA" + OURS,
                row -> Views.describe(
                        snapshot, row.getString(1), row.getString(2), Dialect.H2, routines, /* withTables= */ true));
        Query.each(
                connection,
                "SELECT EVENT_OBJECT_TABLE FROM INFORMATION_SCHEMA.TRIGGERS",
                row -> snapshot.changes(row.getString(1), TableSet.EVERYTHING));
        Query.each(
                connection,
                "SELECT DISTINCT P.TABLE_NAME, C.TABLE_NAME FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS R"
                        + " JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS C ON C.CONSTRAINT_SCHEMA = R.CONSTRAINT_SCHEMA"
                        + " AND C.CONSTRAINT_NAME = R.CONSTRAINT_NAME"
                        + " JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS P ON P.CONSTRAINT_SCHEMA = R.UNIQUE_CONSTRAINT_SCHEMA"
                        + " AND P.CONSTRAINT_NAME = R.UNIQUE_CONSTRAINT_NAME"
                        + " WHERE R.UPDATE_RULE NOT IN ('RESTRICT', 'NO ACTION') OR R.DELETE_RULE NOT IN ('RESTRICT', 'NO ACTION')",
                row -> snapshot.changes(row.getString(1), row.getString(2)));
        boolean[] admin = new boolean[1];
        Query.each(
                connection,
                "SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER",
                row -> admin[0] |= row.getBoolean(1));
        if (!admin[0]) {
            snapshot.triggersUnknown();
        }
        Query.each(
                connection,
                "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION,"
                        + " NUMERIC_SCALE, IS_NULLABLE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA" + OURS
                        + " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION",
                row -> column(snapshot, row));
        return snapshot.build();
    }

    private static void column(SchemaSnapshot.Builder snapshot, ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            text.append(row.getString(i)).append(' ');
        }
        snapshot.detail(text.toString());
    }

    private static Trait trait(ResultSet row) throws SQLException {
        String storage = row.getString(3);
        switch (row.getString(2)) {
            case "BASE TABLE":
                return "MEMORY".equals(storage) || "CACHED".equals(storage) ? Trait.TABLE : Trait.FOREIGN;
            case "VIEW":
                return Trait.VIEW;
            case "LOCAL TEMPORARY":
            case "GLOBAL TEMPORARY":
                return Trait.TEMPORARY;
            default:
                return Trait.OTHER;
        }
    }
}
