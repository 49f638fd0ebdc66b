package io.querytap.cache.session;

import io.querytap.cache.driver.Capture;
import io.querytap.cache.driver.CaptureLimits;
import io.querytap.cache.driver.CapturedResult;
import io.querytap.cache.driver.DriverPort;
import io.querytap.cache.eligibility.Refusal;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.CacheCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.h2.tools.SimpleResultSet;
import org.jspecify.annotations.Nullable;

/** A port to H2 that takes scrollable results apart by JDBC and gives back detached ones: right for one column of texts, no more. */
final class RowsPort implements DriverPort {
    volatile @Nullable Refusal sessionRefusal;
    volatile @Nullable Refusal optionsRefusal;
    volatile @Nullable Refusal captureRefusal;
    volatile @Nullable Throwable onReplay;
    volatile @Nullable Throwable onCapture;
    volatile boolean isComparable = true;

    @Override
    public String id() {
        return "rows 1";
    }

    @Override
    public boolean isOutsideTransaction(Connection connection) throws SQLException {
        return connection.getAutoCommit();
    }

    @Override
    public @Nullable Refusal writeSession(Connection connection, KeyWriter key) throws SQLException {
        key.writeText(connection.getSchema());
        return sessionRefusal;
    }

    @Override
    public @Nullable Refusal writeOptions(Statement statement, KeyWriter key) throws SQLException {
        key.writeInt(statement.getMaxRows());
        return optionsRefusal;
    }

    @Override
    public Capture capture(Statement statement, CaptureLimits limits) throws Throwable {
        if (onCapture != null) {
            throw onCapture;
        }
        if (captureRefusal != null) {
            return Capture.refused(captureRefusal);
        }
        ResultSet result = statement.getResultSet();
        List<String> rows = new ArrayList<>();
        while (result.next()) {
            rows.add(result.getString(1));
        }
        result.beforeFirst();
        return rows.size() > limits.maxRows()
                ? Capture.refused(Refusal.TOO_MANY_ROWS)
                : rows.isEmpty() && !limits.keepsEmpty() ? Capture.refused(Refusal.EMPTY) : Capture.of(new Rows(rows));
    }

    @Override
    public @Nullable ResultSet replay(Statement statement, CapturedResult result, CacheCall.Method method)
            throws Throwable {
        if (onReplay != null) {
            throw onReplay;
        }
        if (statement.isClosed()) {
            return null;
        }
        SimpleResultSet replayed = new SimpleResultSet();
        replayed.setAutoClose(false);
        replayed.addColumn("v", Types.VARCHAR, 0, 0);
        for (String row : ((Rows) result).rows) {
            replayed.addRow(row);
        }
        return replayed;
    }

    @Override
    public byte[] encode(CapturedResult result) {
        return String.join("\n", ((Rows) result).rows).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public CapturedResult decode(ByteBuffer encoded) throws IOException {
        String text = StandardCharsets.UTF_8.decode(encoded).toString();
        return new Rows(text.isEmpty() ? List.of() : List.of(text.split("\n")));
    }

    @Override
    public boolean isComparable(CapturedResult one, CapturedResult other) {
        return isComparable;
    }

    @Override
    public int @Nullable [] firstDifference(CapturedResult one, CapturedResult other) {
        List<String> left = ((Rows) one).rows;
        List<String> right = ((Rows) other).rows;
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!left.get(i).equals(right.get(i))) {
                return new int[] {i + 1, 1};
            }
        }
        return null;
    }

    private static final class Rows implements CapturedResult {
        private final List<String> rows;

        Rows(List<String> rows) {
            this.rows = rows;
        }

        @Override
        public int rows() {
            return rows.size();
        }

        @Override
        public int weightBytes() {
            return rows.stream().mapToInt(row -> 40 + row.length()).sum();
        }
    }
}
