package io.querytap.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.smoke.server.FunctionList;
import io.querytap.smoke.server.TestDatabase;
import io.querytap.smoke.server.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The lists of immutable functions against the databases themselves: PostgreSQL's against its catalogue, so that what a new version
 * changes is seen; of the others at least that there are functions of these names.
 */
class ImmutableFunctionsIT {
    /** How far functions with any number of arguments are followed. */
    private static final int MOST_ARGUMENTS = 9;

    /** Of PostgreSQL's grammar, not in its catalogue. */
    private static final Set<String> CONSTRUCTS =
            Set.of("coalesce", "nullif", "greatest", "least", "cast", "row", "array", "grouping", "trim");

    /** Types to which a cast reads settings of the session that belong to the key of whoever keeps a result. */
    private static final Set<String> RENDERING_CASTS =
            Set.of("text", "varchar", "character", "char", "bpchar", "numeric", "decimal");

    /** Called with words between their arguments, these count as having one. */
    private static final Set<String> WORDS_BETWEEN_ARGUMENTS = Set.of("substring", "overlay", "position");

    /** Types under the names of the SQL standard. */
    private static final Map<String, String> TYPES = Map.of(
            "boolean",
            "bool",
            "smallint",
            "int2",
            "int",
            "int4",
            "integer",
            "int4",
            "bigint",
            "int8",
            "real",
            "float4",
            "float",
            "float8",
            "double",
            "float8");

    /**
     * Each function with each number of arguments that a call may have. Those that are never called by people are left out: they
     * take or give what SQL cannot name.
     */
    private static final String FUNCTIONS =
            "SELECT p.proname, n, p.prokind IN ('a', 'w') AS of_rows, bool_and(p.provolatile = 'i') AS immutable FROM pg_proc p"
                    + " CROSS JOIN LATERAL generate_series("
                    + "   p.pronargs - p.pronargdefaults - CASE WHEN p.provariadic <> 0 THEN 1 ELSE 0 END,"
                    + "   CASE WHEN p.provariadic <> 0 THEN " + MOST_ARGUMENTS + " ELSE p.pronargs END) n"
                    + " WHERE p.pronamespace = 'pg_catalog'::regnamespace AND NOT EXISTS ("
                    + "   SELECT 1 FROM unnest(p.proargtypes::oid[] || p.prorettype) t"
                    + "   WHERE t IN ('internal'::regtype, 'cstring'::regtype))"
                    + " GROUP BY p.proname, n, of_rows";

    /** Immutable are the input and every cast to the type; never of strings, because to those every type has a cast. */
    private static final String TYPES_AND_WHETHER_IMMUTABLE =
            "SELECT t.typname, t.typcategory <> 'S' AND i.provolatile = 'i' AND NOT EXISTS ("
                    + "   SELECT 1 FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc"
                    + "   WHERE c.casttarget = t.oid AND p.provolatile <> 'i') AS immutable"
                    + " FROM pg_type t JOIN pg_proc i ON i.oid = t.typinput"
                    + " WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typelem = 0 AND t.typrelid = 0";

    @Test
    void postgresql_everyListedFunction_isImmutableInTheCatalogueWithJustTheseNumbersOfArguments() throws SQLException {
        Map<String, Set<Integer>> immutable = new HashMap<>();
        Map<String, Set<Integer>> others = new HashMap<>();
        Set<String> ofRows = new TreeSet<>();
        Set<String> types = new TreeSet<>();
        Set<String> immutableTypes = new TreeSet<>();
        TestDatabase database = TestDatabases.newPostgresql();
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            try (ResultSet functions = statement.executeQuery(FUNCTIONS)) {
                while (functions.next()) {
                    String name = functions.getString("proname");
                    if (functions.getBoolean("of_rows")) {
                        ofRows.add(name);
                    } else {
                        (functions.getBoolean("immutable") ? immutable : others)
                                .computeIfAbsent(name, it -> new TreeSet<>())
                                .add(functions.getInt("n"));
                    }
                }
            }
            try (ResultSet all = statement.executeQuery(TYPES_AND_WHETHER_IMMUTABLE)) {
                while (all.next()) {
                    types.add(all.getString("typname"));
                    if (all.getBoolean("immutable")) {
                        immutableTypes.add(all.getString("typname"));
                    }
                }
            }
        }

        Map<String, String> wrong = new TreeMap<>();
        FunctionList.of("postgresql").forEach((name, listed) -> {
            Set<Integer> catalogue = immutable.getOrDefault(name, Set.of());
            Set<Integer> unsafe = others.getOrDefault(name, Set.of());
            String type = TYPES.getOrDefault(name, name);
            if (CONSTRUCTS.contains(name)
                    || RENDERING_CASTS.contains(name)
                    || ofRows.contains(name) && catalogue.isEmpty() && unsafe.isEmpty()) {
                return; // kept by hand
            }
            if (types.contains(type) && !immutableTypes.contains(type) && (listed.isEmpty() || listed.contains(1))) {
                wrong.put(name, "a type to which not every cast is immutable");
            } else if (listed.equals(Set.of(1)) && immutableTypes.contains(type)) {
                if (unsafe.contains(1)) {
                    wrong.put(name, "a type, but also a function that is not immutable");
                }
            } else if (listed.isEmpty()) {
                if (!unsafe.isEmpty() || catalogue.isEmpty()) {
                    wrong.put(name, "listed for any number of arguments, not immutable with " + unsafe);
                }
            } else {
                Set<Integer> counted = new TreeSet<>(catalogue);
                if (WORDS_BETWEEN_ARGUMENTS.contains(name)) {
                    counted.add(1);
                }
                if (!counted.equals(listed)) {
                    wrong.put(name, "listed for " + listed + ", immutable with " + catalogue);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void mariadb_everyListedName_isAFunctionOrType() throws SQLException {
        TestDatabase database = TestDatabases.newMariadb();
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            assertExist("mariadb", connection, "SELECT %s", failure -> failure.getErrorCode() == 1305);
        }
    }

    @Test
    void h2_everyListedName_isAFunctionOrType() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:functions")) {
            assertExist("h2", connection, "SELECT %s", failure -> failure.getErrorCode() == 90022);
        }
    }

    @Test
    void hsqldb_everyListedName_isAFunctionOrType() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:functions")) {
            assertExist(
                    "hsqldb", connection, "SELECT %s FROM (VALUES (0))", failure -> failure.getErrorCode() == -5501);
        }
    }

    @Test
    void derby_everyListedName_isAFunctionOrType() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:derby:memory:functions;create=true")) {
            assertExist(
                    "derby",
                    connection,
                    "SELECT %s FROM SYSIBM.SYSDUMMY1",
                    failure -> "42Y03".equals(failure.getSQLState()));
        }
    }

    /** A name exists if a call of it fails, if at all, with anything but "no such function", or if it is a type. */
    private static void assertExist(
            String dialect, Connection connection, String query, Predicate<SQLException> isUnknown)
            throws SQLException {
        List<String> missing = new ArrayList<>();
        List<String> names = new ArrayList<>(FunctionList.of(dialect).keySet());
        names.add("no_such_function");
        try (Statement statement = connection.createStatement()) {
            for (String name : names) {
                if (!exists(statement, query, name, isUnknown)) {
                    missing.add(name);
                }
            }
        }
        assertThat(missing).containsExactly("no_such_function");
    }

    private static boolean exists(Statement statement, String query, String name, Predicate<SQLException> isUnknown) {
        List<String> calls = new ArrayList<>(List.of("CAST(NULL AS " + name + ')'));
        StringBuilder arguments = new StringBuilder();
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            calls.add(name + '(' + arguments + ')');
            arguments.append(i == 0 ? "'1'" : ", '1'");
        }
        for (int i = 0; i < calls.size(); i++) {
            try {
                statement.execute(String.format(query, calls.get(i)));
                return true;
            } catch (SQLException failure) {
                // what fails as a type says nothing of a function
                if (i > 0 && !isUnknown.test(failure)) {
                    return true;
                }
            }
        }
        return false;
    }
}
