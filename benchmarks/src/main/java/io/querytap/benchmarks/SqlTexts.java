package io.querytap.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.internal.SqlDialectUtil;
import io.querytap.core.pattern.lexis.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** The SQL texts that are analysed, each in its dialect, in an order that is the same in every JVM. */
final class SqlTexts {
    /** Statements such as object mappers and people write them, made here. */
    static final String MIX = "mix";

    /** The file {@value #THROUGHPUT_FILE} in the folder that the property {@value #CORPORA} names. */
    static final String THROUGHPUT = "throughput";

    /** Names a folder of SQL corpora that is not part of the project. */
    static final String CORPORA = "querytap.corpora";

    private static final String THROUGHPUT_FILE = "throughput.sql.jsonl";
    private static final int MIX_SIZE = 2_000;
    private static final long SEED = 20_260_101;

    /** One statement; {@code peerDialect} is what OpenTelemetry makes of the product's name. */
    record Text(String sql, Dialect dialect, SqlDialect peerDialect) {
        Text(String sql, Dialect dialect) {
            this(sql, dialect, SqlDialectUtil.fromDbSystemName(systemName(dialect)));
        }
    }

    private SqlTexts() {}

    static List<Text> of(String name) {
        return switch (name) {
            case MIX -> mix();
            case THROUGHPUT -> throughput();
            default -> throw new IllegalArgumentException("unknown texts " + name);
        };
    }

    static boolean hasCorpora() {
        return System.getProperty(CORPORA) != null;
    }

    static double meanLength(List<Text> texts) {
        return texts.stream().mapToInt(it -> it.sql().length()).average().orElseThrow();
    }

    private static List<Text> throughput() {
        Path file = Path.of(System.getProperty(CORPORA)).resolve(THROUGHPUT_FILE);
        ObjectMapper json = new ObjectMapper();
        List<Text> texts = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                JsonNode statement = json.readTree(line);
                texts.add(new Text(
                        statement.get("sql").textValue(),
                        dialect(statement.get("dialect").textValue())));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return texts;
    }

    private static Dialect dialect(String name) {
        for (Dialect dialect : Dialect.values()) {
            if (dialect.name().equalsIgnoreCase(name)) {
                return dialect;
            }
        }
        return Dialect.OTHER;
    }

    private static String systemName(Dialect dialect) {
        return switch (dialect) {
            case SQLSERVER -> "microsoft.sql_server";
            case ORACLE -> "oracle.db";
            case DB2 -> "ibm.db2";
            case H2 -> "h2database";
            case SNOWFLAKE, OTHER -> "other_sql";
            default -> dialect.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Distinct texts. */
    private static List<Text> mix() {
        Dialect[] dialects = {
            Dialect.POSTGRESQL,
            Dialect.POSTGRESQL,
            Dialect.MYSQL,
            Dialect.ORACLE,
            Dialect.SQLSERVER,
            Dialect.H2,
            Dialect.MARIADB,
            Dialect.OTHER
        };
        Random random = new Random(SEED);
        Map<String, Text> texts = new LinkedHashMap<>();
        while (texts.size() < MIX_SIZE) {
            Dialect dialect = dialects[random.nextInt(dialects.length)];
            Writer writer = new Writer(dialect, random);
            Function<Writer, String> kind = KINDS.get(random.nextInt(KINDS.size()));
            String sql = kind.apply(writer);
            texts.putIfAbsent(sql, new Text(sql, dialect));
        }
        return List.copyOf(texts.values());
    }

    /** Kinds of statements; one that is in the list twice is twice as frequent. */
    private static final List<Function<Writer, String>> KINDS = List.of(
            Writer::byId,
            Writer::byId,
            Writer::byId,
            Writer::joined,
            Writer::page,
            Writer::inList,
            Writer::count,
            Writer::byLiterals,
            Writer::byLiterals,
            Writer::insert,
            Writer::insert,
            Writer::rows,
            Writer::update,
            Writer::update,
            Writer::delete,
            Writer::quoted,
            Writer::nested,
            Writer::commonTable,
            Writer::called,
            Writer::called);

    /** Writes one statement. */
    private record Writer(Dialect dialect, Random random) {
        private static final String[] TABLES = {
            "orders", "order_line", "customer", "product", "invoice", "payment", "shipment", "warehouse", "stock",
            "app_user", "role", "user_role", "audit_event", "category", "price", "cart", "cart_item", "address"
        };
        private static final String[] COLUMNS = {
            "name",
            "status",
            "created_at",
            "version",
            "price",
            "quantity",
            "email",
            "city",
            "type",
            "total",
            "customer_id",
            "product_id",
            "description",
            "active",
            "code"
        };
        private static final String[] WORDS = {"open", "it''s late", "a@example.org", "garden", "2026-01-31", "x"};

        private String table() {
            return TABLES[random.nextInt(TABLES.length)];
        }

        private String column() {
            return COLUMNS[random.nextInt(COLUMNS.length)];
        }

        /** {@code prefix} before each of several columns. */
        private String columns(String prefix, int most, String separator) {
            StringBuilder columns = new StringBuilder(prefix).append("id");
            int first = random.nextInt(COLUMNS.length);
            for (int i = random.nextInt(most); i >= 0; i--) {
                columns.append(separator).append(prefix).append(COLUMNS[(first + i) % COLUMNS.length]);
            }
            return columns.toString();
        }

        private String literal() {
            return random.nextBoolean()
                    ? Integer.toString(random.nextInt(100_000))
                    : '\'' + WORDS[random.nextInt(WORDS.length)] + '\'';
        }

        private String list(String element, int most) {
            return element + (", " + element).repeat(random.nextInt(most));
        }

        String byId() {
            String table = table();
            String alias = table.charAt(0) + "1_0";
            return "select " + columns(alias + '.', 7, ",") + " from " + table + ' ' + alias + " where " + alias
                    + ".id=?";
        }

        String joined() {
            return "select " + columns("a1_0.", 7, ",") + ",b1_0.id from " + table() + " a1_0 left join " + table()
                    + " b1_0 on b1_0.id=a1_0." + column() + " where a1_0." + column() + "=? and b1_0." + column()
                    + ">=?";
        }

        String page() {
            String query = "SELECT " + columns("", 3, ", ") + " FROM " + table() + " WHERE " + column()
                    + " = ? ORDER BY " + column() + " DESC";
            return switch (dialect) {
                case SQLSERVER, ORACLE -> query + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
                default -> query + " LIMIT " + (random.nextBoolean() ? "?" : "20") + " OFFSET ?";
            };
        }

        String inList() {
            return "select " + columns("", 2, ", ") + " from " + table() + " where " + column() + " in ("
                    + list(random.nextBoolean() ? "?" : Integer.toString(random.nextInt(1_000)), 12) + ')';
        }

        String count() {
            return "select count(*) from " + table() + " where " + column() + " = " + literal();
        }

        String byLiterals() {
            return "SELECT * FROM " + table() + " WHERE " + column() + " = " + literal() + " AND " + column() + " < "
                    + literal();
        }

        String insert() {
            String columns = columns("", 8, ",");
            return "insert into " + table() + " (" + columns + ") values (" + columns.replaceAll("[a-z_]+", "?") + ')';
        }

        String rows() {
            return "INSERT INTO " + table() + " (id, " + column() + ") VALUES "
                    + list('(' + Integer.toString(random.nextInt(1_000)) + ", " + literal() + ')', 3);
        }

        String update() {
            return "update " + table() + " set " + column() + "=?," + column()
                    + "=?,version=? where id=? and version=?";
        }

        String delete() {
            return "delete from " + table() + " where " + column() + "=" + (random.nextBoolean() ? "?" : literal());
        }

        String quoted() {
            String open = switch (dialect) {
                case MYSQL, MARIADB -> "`";
                case SQLSERVER -> "[";
                default -> "\"";
            };
            String close = open.equals("[") ? "]" : open;
            return "SELECT " + open + column() + close + " FROM " + open + table() + close + " WHERE " + open + column()
                    + close + " = ?";
        }

        String nested() {
            return "SELECT a.id FROM " + table() + " a WHERE EXISTS (SELECT 1 FROM " + table() + " b WHERE b."
                    + column() + " = a.id AND b." + column() + " > " + literal() + ')';
        }

        String commonTable() {
            return "WITH recent AS (SELECT id, " + column() + " FROM " + table() + " WHERE " + column()
                    + " > ?) SELECT r.id, sum(t." + column() + ") FROM recent r JOIN " + table()
                    + " t ON t.id = r.id GROUP BY r.id";
        }

        /** A short one. */
        String called() {
            String sequence = table() + "_seq";
            return switch (dialect) {
                case POSTGRESQL -> "select nextval('" + sequence + "')";
                case ORACLE -> "select " + sequence + ".nextval from dual";
                case SQLSERVER -> "select next value for " + sequence;
                case MYSQL, MARIADB -> "select last_insert_id() from " + table();
                default -> "call next value for " + sequence;
            };
        }
    }
}
