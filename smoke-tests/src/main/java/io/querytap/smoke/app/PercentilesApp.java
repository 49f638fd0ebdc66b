package io.querytap.smoke.app;

import example.stub.RawDurations;
import example.stub.StubDriver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Runs statements of known duration on the stub driver and prints every duration twice: as the driver took it, inside the agent's two
 * looks at the clock, and as the caller did, outside of them.
 */
public final class PercentilesApp {
    /** The statement that runs first, so that the code is compiled before durations matter. */
    public static final String WARM_UP = "UPDATE warm SET up = ?";

    private static final int HOT = 3000;
    private static final int RARE = 12;

    private static final Map<String, List<Object>> BY_CALLER = new LinkedHashMap<>();

    private PercentilesApp() {}

    public static void main(String[] arguments) throws SQLException {
        StubDriver.register();
        Random random = new Random(42);
        try (Connection connection = DriverManager.getConnection("jdbc:stub:percentiles")) {
            run(connection, WARM_UP, 5000, () -> 1_000);
            run(connection, "UPDATE even SET a = ?", HOT, () -> 20_000 + random.nextInt(200_000));
            run(connection, "UPDATE heavy_tail SET a = ?", HOT, () -> heavyTail(random));
            run(connection, "UPDATE two_humps SET a = ?", HOT, () -> random.nextInt(10) == 0 ? 2_000_000 : 50_000);
            run(connection, "UPDATE rare SET a = ?", RARE, () -> 100_000 + random.nextInt(3_000_000));
        }
        System.out.println(Json.write(allDurations()));
    }

    private static void run(Connection connection, String text, int count, LongSupplier nanos) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            List<Object> byCaller = new ArrayList<>(count);
            BY_CALLER.put(text, byCaller);
            for (int i = 0; i < count; i++) {
                statement.setLong(1, nanos.getAsLong());
                long begun = System.nanoTime();
                statement.executeUpdate();
                byCaller.add(System.nanoTime() - begun);
            }
        }
    }

    /** 30 microseconds at the median; one in a thousand takes about 20 times as long. */
    private static long heavyTail(Random random) {
        return Math.min((long) (30_000 * Math.exp(random.nextGaussian())), 8_000_000);
    }

    private static Map<String, Object> allDurations() {
        Map<String, Object> object = new LinkedHashMap<>();
        RawDurations.all().forEach((text, nanos) -> {
            List<Object> byDriver = new ArrayList<>();
            for (long value : nanos) {
                byDriver.add(value);
            }
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("driver", byDriver);
            both.put("caller", BY_CALLER.get(text));
            object.put(text, both);
        });
        return object;
    }
}
