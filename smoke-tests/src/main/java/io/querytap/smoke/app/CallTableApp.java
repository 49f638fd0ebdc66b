package io.querytap.smoke.app;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Calls every method of the JDBC interfaces on objects in every state, wrong ones included, and prints what comes of it: URL, user,
 * password.
 */
public final class CallTableApp {
    private static final String QUERY = "SELECT id, name FROM item WHERE id > 0 ORDER BY id";

    private final String url;
    private final String user;
    private final String password;
    private final Connection connection;

    private CallTableApp(String[] arguments) throws SQLException {
        url = arguments[0];
        user = arguments[1];
        password = arguments[2];
        connection = connect();
    }

    public static void main(String[] arguments) throws SQLException {
        CallTableApp table = new CallTableApp(arguments);
        table.createItems();
        table.connections();
        table.statements();
        table.preparedStatements();
        table.callableStatements();
        table.resultSets();
        table.connection.close();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private void createItems() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS item");
            statement.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name VARCHAR(40))");
            statement.execute("INSERT INTO item VALUES (1, 'one'), (2, '2'), (3, NULL)");
        }
    }

    private void connections() {
        CallTable.print("open connection", Connection.class, this::connect);
        CallTable.print("closed connection", Connection.class, () -> {
            Connection closed = connect();
            closed.close();
            return closed;
        });
        CallTable.print("connection in transaction", Connection.class, () -> {
            Connection inTransaction = connect();
            inTransaction.setAutoCommit(false);
            return inTransaction;
        });
        CallTable.print("meta data", DatabaseMetaData.class, connection::getMetaData);
    }

    private void statements() {
        CallTable.print("new statement", Statement.class, connection::createStatement);
        CallTable.print("executed statement", Statement.class, () -> {
            Statement statement = connection.createStatement();
            statement.execute(QUERY);
            return statement;
        });
        CallTable.print("updated statement", Statement.class, () -> {
            Statement statement = connection.createStatement();
            statement.executeUpdate("UPDATE item SET name = name");
            return statement;
        });
        CallTable.print("statement with batch", Statement.class, () -> {
            Statement statement = connection.createStatement();
            statement.addBatch("UPDATE item SET name = name");
            statement.addBatch("UPDATE nowhere SET name = name");
            return statement;
        });
        CallTable.print("closed statement", Statement.class, () -> {
            Statement statement = connection.createStatement();
            statement.close();
            return statement;
        });
        CallTable.print("statement of closed connection", Statement.class, () -> {
            Connection closed = connect();
            Statement statement = closed.createStatement();
            closed.close();
            return statement;
        });
    }

    private void preparedStatements() {
        String text = "SELECT name FROM item WHERE id = ?";
        CallTable.print("prepared statement", PreparedStatement.class, () -> connection.prepareStatement(text));
        CallTable.print("prepared statement with parameter", PreparedStatement.class, () -> {
            PreparedStatement statement = connection.prepareStatement(text);
            statement.setInt(1, 1);
            return statement;
        });
        CallTable.print("prepared update", PreparedStatement.class, () -> {
            PreparedStatement statement = connection.prepareStatement("UPDATE item SET name = ? WHERE id = 1");
            statement.setString(1, "one");
            statement.addBatch();
            return statement;
        });
        CallTable.print("closed prepared statement", PreparedStatement.class, () -> {
            PreparedStatement statement = connection.prepareStatement(text);
            statement.close();
            return statement;
        });
    }

    private void callableStatements() {
        CallTable.print(
                "callable statement",
                CallableStatement.class,
                () -> connection.prepareCall("SELECT name FROM item WHERE id = ?"));
    }

    private void resultSets() {
        CallTable.print("result before first", ResultSet.class, () -> query(0));
        CallTable.print("result on first", ResultSet.class, () -> query(1));
        CallTable.print("result on null", ResultSet.class, () -> query(3));
        CallTable.print("result after last", ResultSet.class, () -> query(4));
        CallTable.print("closed result", ResultSet.class, () -> {
            ResultSet rows = query(1);
            rows.close();
            return rows;
        });
        CallTable.print("result of closed statement", ResultSet.class, () -> {
            ResultSet rows = query(1);
            rows.getStatement().close();
            return rows;
        });
        CallTable.print("result of re-executed statement", ResultSet.class, () -> {
            ResultSet rows = query(1);
            rows.getStatement().executeQuery(QUERY);
            return rows;
        });
        CallTable.print("scrolling updatable result", ResultSet.class, () -> {
            Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
            ResultSet rows = statement.executeQuery("SELECT id, name FROM item");
            rows.next();
            return rows;
        });
    }

    private ResultSet query(int calls) throws SQLException {
        ResultSet rows = connection.createStatement().executeQuery(QUERY);
        for (int i = 0; i < calls; i++) {
            rows.next();
        }
        return rows;
    }
}
