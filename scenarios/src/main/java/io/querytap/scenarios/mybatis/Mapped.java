package io.querytap.scenarios.mybatis;

import static io.querytap.scenarios.label.Confidence.CONFIRMED;

import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Shop;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/** Loops and batches by mapper. */
public final class Mapped {
    @Scenario(gives = 90, group = Group.LIBRARIES)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "nested select")
    public long nestedSelect(Shop shop) {
        return session(shop, ExecutorType.SIMPLE, mapper -> {
            List<CustomerRow> customers = mapper.withOrders(); // <- nested select
            return customers.stream()
                    .mapToLong(customer -> customer.orders().size())
                    .sum();
        });
    }

    @Scenario(gives = 30, group = Group.LIBRARIES)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "mapper in a loop")
    public long mapperInLoop(Shop shop) {
        return session(shop, ExecutorType.REUSE, mapper -> {
            long found = 0;
            for (long customer : mapper.ids()) {
                found += mapper.total(customer) >= 0 ? 1 : 0; // <- mapper in a loop
            }
            return found;
        });
    }

    @Scenario(gives = 40, group = Group.LIBRARIES)
    @Finds(value = Kind.WRITE_LOOP, at = "insert in a loop")
    public long mapperWriteLoop(Shop shop) {
        return session(shop, ExecutorType.SIMPLE, mapper -> {
            long written = 0;
            for (int i = 0; i < 40; i++) {
                written += mapper.note("note " + i); // <- insert in a loop
            }
            return written;
        });
    }

    @Scenario(gives = 90, group = Group.LIBRARIES)
    public long mappedJoin(Shop shop) {
        return session(
                shop, ExecutorType.SIMPLE, mapper -> mapper.ofOrders("active").size());
    }

    /** A list of any length is one pattern and a batch. */
    @Scenario(gives = 300, customers = 300, group = Group.LIBRARIES)
    public long mappedInBatches(Shop shop) {
        return session(shop, ExecutorType.SIMPLE, mapper -> {
            List<Long> ids = mapper.ids();
            long found = 0;
            for (int first = 0; first < ids.size(); first += 10) {
                found += mapper.totals(ids.subList(first, first + 10)).size();
            }
            return found;
        });
    }

    @Scenario(gives = 200, group = Group.LIBRARIES)
    public long batchExecutor(Shop shop) {
        return session(shop, ExecutorType.BATCH, mapper -> {
            for (int i = 0; i < 200; i++) {
                mapper.note("note " + i);
            }
            return mapper.flush().get(0).getUpdateCounts().length;
        });
    }

    private static long session(Shop shop, ExecutorType type, ToLongFunction<CustomerMapper> work) {
        Configuration configuration =
                new Configuration(new Environment("shop", new JdbcTransactionFactory(), shop.dataSource()));
        configuration.addMapper(CustomerMapper.class);
        try (SqlSession session =
                new SqlSessionFactoryBuilder().build(configuration).openSession(type)) {
            long result = work.applyAsLong(session.getMapper(CustomerMapper.class));
            session.commit();
            return result;
        }
    }
}
