package io.querytap.smoke;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** A tiny application with a {@code module-info}, compiled when it is needed. */
final class ShopModule {
    private static final String MODULE_INFO = "module shop { requires java.sql; requires %s; }";

    private static final String MAIN = """
            package shop;

            import java.sql.*;

            public class Main {
                public static void main(String[] arguments) throws SQLException {
                    int rows = 0;
                    try (Connection connection = DriverManager.getConnection(arguments[0]);
                            Statement statement = connection.createStatement()) {
                        System.out.println("driver in " + connection.getClass().getModule());
                        statement.execute("CREATE TABLE item (id INTEGER PRIMARY KEY)");
                        statement.execute("INSERT INTO item VALUES (1), (2), (3)");
                        for (int i = 0; i < 5; i++) {
                            ResultSet result = statement.executeQuery("SELECT id AS short_app FROM item");
                            while (result.next()) {
                                rows++;
                            }
                        }
                    }
                    System.out.println("rows " + rows);
                    System.out.println("done");
                }
            }
            """;

    private ShopModule() {}

    /**
     * Compiles it.
     *
     * @return the folder of its classes, for the module path
     */
    static Path compile(Path folder, String requires, Path driver) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources/shop")).getParent();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(sources.resolve("module-info.java"), MODULE_INFO.formatted(requires));
        Files.writeString(sources.resolve("shop/Main.java"), MAIN);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "11",
                        "--module-path",
                        driver.toString(),
                        "-d",
                        classes.toString(),
                        sources + File.separator + "module-info.java",
                        sources + File.separator + "shop" + File.separator + "Main.java");
        if (result != 0) {
            throw new IllegalStateException("the module does not compile");
        }
        return classes;
    }
}
