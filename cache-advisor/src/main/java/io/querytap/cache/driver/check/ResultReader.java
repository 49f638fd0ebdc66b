package io.querytap.cache.driver.check;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks a result everything: its metadata, and by every getter every column of every row. */
public final class ResultReader {
    private static final String NO_SUCH_LABEL = "no such label";

    private final List<Answer> answers = new ArrayList<>();
    private final ResultSet result;

    private final boolean isThorough;

    private ResultReader(ResultSet result, boolean isThorough) {
        this.result = result;
        this.isThorough = isThorough;
    }

    /** As {@link #read}, but columns by index only, and only those that are there. */
    static List<Answer> readQuickly(ResultSet result) throws SQLException {
        return read(result, false);
    }

    /** @param result before its first row; is read to the end and stays open */
    public static List<Answer> read(ResultSet result) throws SQLException {
        return read(result, true);
    }

    private static List<Answer> read(ResultSet result, boolean isThorough) throws SQLException {
        ResultReader reader = new ResultReader(result, isThorough);
        reader.readMetadata();
        ResultSetMetaData columns = result.getMetaData();
        reader.answers.addAll(readHere(result, "before first", columns));
        for (int row = 1; result.next(); row++) {
            reader.readRow("row " + row);
        }
        reader.answers.addAll(readHere(result, "after last", columns));
        return reader.answers;
    }

    /**
     * What the getters answer for the first column where there is no row, such as after {@code close()}.
     *
     * @param columns as taken before that
     */
    public static List<Answer> readHere(ResultSet result, String where, ResultSetMetaData columns) throws SQLException {
        ResultReader reader = new ResultReader(result, true);
        for (Getter getter : Getter.all()) {
            Object column = getter.isByLabel() ? columns.getColumnLabel(1) : Integer.valueOf(1);
            reader.ask(where + " 1 " + getter.name(), () -> getter.ask(result, column));
        }
        return reader.answers;
    }

    private void readMetadata() throws SQLException {
        ResultSetMetaData metadata = result.getMetaData();
        int columns = metadata.getColumnCount();
        for (Method method : sortedMethods(ResultSetMetaData.class)) {
            if (method.getParameterCount() == 0) {
                ask("metadata " + method.getName(), () -> method.invoke(metadata));
            } else if (method.getParameterTypes()[0] == int.class) {
                for (int i = 0; i <= columns + 1; i++) {
                    Object column = i;
                    ask("metadata " + method.getName() + ' ' + i, () -> method.invoke(metadata, column));
                }
            }
        }
        for (int i = 1; i <= columns; i++) {
            String label = metadata.getColumnLabel(i);
            ask("findColumn " + i, () -> result.findColumn(label));
            ask("findColumn other case " + i, () -> result.findColumn(swapCase(label)));
        }
        ask("findColumn none", () -> result.findColumn(NO_SUCH_LABEL));
        Method findColumn = method(ResultSet.class, "findColumn");
        ask("findColumn null", () -> findColumn.invoke(result, (Object) null));
    }

    private static String swapCase(String label) {
        StringBuilder swapped = new StringBuilder();
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            swapped.append(Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
        return swapped.toString();
    }

    private static Method method(Class<?> type, String name) {
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static List<Method> sortedMethods(Class<?> type) {
        List<Method> methods = new ArrayList<>(List.of(type.getMethods()));
        methods.sort(Comparator.comparing(Method::getName));
        return methods;
    }

    private void readRow(String row) throws SQLException {
        ResultSetMetaData metadata = result.getMetaData();
        int columns = metadata.getColumnCount();
        for (Getter getter : Getter.all()) {
            if (getter.isByLabel() && !isThorough) {
                continue;
            }
            boolean isBeyond = isThorough && !getter.isByLabel(); // columns that are not there
            for (int i = isBeyond ? 0 : 1; i <= (isBeyond ? columns + 1 : columns); i++) {
                Object column = getter.isByLabel() ? metadata.getColumnLabel(i) : Integer.valueOf(i);
                ask(row + " column " + i + ' ' + getter.name(), () -> getter.ask(result, column));
                if (isThorough) {
                    ask(row + " column " + i + ' ' + getter.name() + " wasNull", result::wasNull);
                }
            }
            if (getter.isByLabel()) {
                ask(row + " none " + getter.name(), () -> getter.ask(result, NO_SUCH_LABEL));
            }
        }
    }

    private void ask(String cell, Answer.Question question) {
        answers.add(Answer.to(cell, question));
    }
}
