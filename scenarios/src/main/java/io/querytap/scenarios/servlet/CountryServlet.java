package io.querytap.scenarios.servlet;

import io.querytap.scenarios.shop.Shop;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Asks for the same country ten times a request. */
final class CountryServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Shop shop;

    CountryServlet(Shop shop) {
        this.shop = shop;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int found = 0;
        try (Connection connection = shop.connection();
                PreparedStatement country = connection.prepareStatement("SELECT name FROM country WHERE id = ?")) {
            for (int i = 0; i < 10; i++) {
                country.setLong(1, 7);
                ResultSet row = country.executeQuery(); // <- the same in a servlet
                found += row.next() ? 1 : 0;
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        response.getWriter().print(found);
    }
}
