package io.querytap.scenarios.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Scenario;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The data sources of a shop. */
final class Sources {
    private Sources() {}

    /** Not pooled. */
    static DataSource driver(Scenario scenario, String database, Server server, Variation variation) {
        DataSource driver =
                scenario.on() == Database.H2 ? h2(scenario, database) : postgresql(scenario, database, server);
        switch (variation) {
            case RENAMED:
                return ProxyDataSourceBuilder.create(driver)
                        .queryTransformer(query -> Renaming.rename(query.getQuery()))
                        .build();
            case WORK_FIRST:
            case NOISE_BETWEEN:
                return ProxyDataSourceBuilder.create(driver)
                        .listener(new UnrelatedWork(variation))
                        .build();
            default:
                return driver;
        }
    }

    static DataSource pool(Scenario scenario, DataSource driver, String url, Server server, Variation variation) {
        if (variation == Variation.OTHER_POOL) {
            return scenario.on() == Database.H2
                    ? new PooledDataSource("org.h2.Driver", url, "sa", "")
                    : new PooledDataSource("org.postgresql.Driver", url, server.user(), server.password());
        }
        HikariConfig config = new HikariConfig();
        config.setDataSource(driver);
        config.setMaximumPoolSize(scenario.pool());
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    static String url(Scenario scenario, String database, Server server) {
        return scenario.on() == Database.H2
                ? "jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1" + scenario.urlOptions()
                : "jdbc:postgresql://" + server.hostAndPort() + '/' + database + scenario.urlOptions();
    }

    private static DataSource h2(Scenario scenario, String database) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url(scenario, database, Server.NONE));
        source.setUser("sa");
        return source;
    }

    private static DataSource postgresql(Scenario scenario, String database, Server server) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(scenario, database, server));
        source.setUser(server.user());
        source.setPassword(server.password());
        return source;
    }
}
