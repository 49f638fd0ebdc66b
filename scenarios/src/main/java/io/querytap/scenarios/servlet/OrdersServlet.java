package io.querytap.scenarios.servlet;

import io.querytap.scenarios.shop.Jdbc;
import io.querytap.scenarios.shop.Shop;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The totals of as many customers as the request asks for, by a query for each. */
final class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Shop shop;

    OrdersServlet(Shop shop) {
        this.shop = shop;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            int customers = Integer.parseInt(request.getParameter("customers"));
            response.getWriter().print(totals(customers));
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private long totals(int customers) throws SQLException {
        long found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement total =
                        connection.prepareStatement("SELECT sum(total) FROM purchase WHERE customer_id = ?")) {
            List<Long> ids = Jdbc.numbers(connection, "SELECT id FROM customer ORDER BY id LIMIT ?", customers);
            for (long customer : ids) {
                total.setLong(1, customer);
                ResultSet row = total.executeQuery(); // <- in a servlet
                found += row.next() ? 1 : 0;
            }
        }
        return found;
    }
}
