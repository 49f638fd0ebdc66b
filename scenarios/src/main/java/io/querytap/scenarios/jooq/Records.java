package io.querytap.scenarios.jooq;

import static io.querytap.scenarios.label.Confidence.CONFIRMED;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Shop;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** Loops and batches by the typed language. */
public final class Records {
    private static final Table<Record> CUSTOMER = table(name("customer"));
    private static final Table<Record> PURCHASE = table(name("purchase"));
    private static final Field<Long> CUSTOMER_ID = field(name("customer", "id"), Long.class);
    private static final Field<Long> OWNER = field(name("purchase", "customer_id"), Long.class);
    private static final Field<Integer> TOTAL = field(name("purchase", "total"), Integer.class);

    @Scenario(gives = 30, group = Group.LIBRARIES)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "fetch in a loop")
    public long fetchInLoop(Shop shop) {
        DSLContext sql = dsl(shop, SQLDialect.H2);
        long found = 0;
        for (long customer : ids(sql)) {
            var total = sql.select(sum(TOTAL)).from(PURCHASE).where(OWNER.eq(customer));
            found += total.fetchOne() == null ? 0 : 1; // <- fetch in a loop
        }
        return found;
    }

    @Scenario(gives = 30, group = Group.LIBRARIES, on = Database.POSTGRESQL)
    @Finds(value = Kind.N_PLUS_ONE, confidence = CONFIRMED, at = "fetch in a mapper")
    public long fetchInRecordMapper(Shop shop) {
        DSLContext sql = dsl(shop, SQLDialect.POSTGRES);
        return sql.select(CUSTOMER_ID)
                .from(CUSTOMER)
                .fetch(row -> {
                    var total = sql.select(sum(TOTAL)).from(PURCHASE).where(OWNER.eq(row.value1()));
                    return total.fetchOne(); // <- fetch in a mapper
                })
                .size();
    }

    @Scenario(gives = 40, group = Group.LIBRARIES)
    @Finds(value = Kind.WRITE_LOOP, at = "update in a loop")
    public long updateInLoop(Shop shop) {
        return dsl(shop, SQLDialect.H2).transactionResult(configuration -> {
            long written = 0;
            for (long id = 1; id <= 40; id++) {
                var update = configuration.dsl().update(PURCHASE).set(TOTAL, 5).where(id(id));
                written += update.execute(); // <- update in a loop
            }
            return written;
        });
    }

    @Scenario(gives = 30, group = Group.LIBRARIES, on = Database.POSTGRESQL)
    public long nestedCollection(Shop shop) {
        return dsl(shop, SQLDialect.POSTGRES)
                .select(CUSTOMER_ID, multiset(select(TOTAL).from(PURCHASE).where(OWNER.eq(CUSTOMER_ID))))
                .from(CUSTOMER)
                .fetch()
                .size();
    }

    @Scenario(gives = 100, group = Group.LIBRARIES, customers = 60)
    public long batch(Shop shop) {
        return dsl(shop, SQLDialect.H2).transactionResult(configuration -> {
            DSLContext sql = configuration.dsl();
            Query update = sql.update(PURCHASE).set(TOTAL, (Integer) null).where(id(0));
            var batch = sql.batch(update);
            for (int id = 1; id <= 100; id++) {
                batch = batch.bind(id, (long) id);
            }
            return (long) batch.execute().length;
        });
    }

    private static List<Long> ids(DSLContext sql) {
        return new ArrayList<>(sql.select(CUSTOMER_ID).from(CUSTOMER).fetch(CUSTOMER_ID));
    }

    private static Condition id(long id) {
        return field(name("purchase", "id"), Long.class).eq(id);
    }

    private static DSLContext dsl(Shop shop, SQLDialect dialect) {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        return DSL.using(
                shop.dataSource(),
                dialect,
                new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER).withRenderSchema(false));
    }
}
