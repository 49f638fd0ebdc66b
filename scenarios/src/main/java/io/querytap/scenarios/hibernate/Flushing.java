package io.querytap.scenarios.hibernate;

import io.querytap.scenarios.label.Database;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.Group;
import io.querytap.scenarios.label.Kind;
import io.querytap.scenarios.label.MayFind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Shop;
import java.util.List;

/** What Hibernate writes at the end of a transaction. */
public final class Flushing {
    /** Identity keys make batches impossible, whatever their size is set to. */
    @Scenario(gives = 40, group = Group.LIBRARIES)
    @Finds(value = Kind.WRITE_LOOP, at = "identity keys")
    public long identityKeys(Shop shop) {
        return Sessions.inTransaction(shop, 50, session -> {
            for (int i = 0; i < 40; i++) {
                session.persist(new Note("note " + i)); // <- identity keys
            }
            return 40;
        });
    }

    /** No batches unless a size is set. */
    @Scenario(gives = 40, group = Group.LIBRARIES)
    @Finds(Kind.WRITE_LOOP)
    public long sequenceWithoutBatches(Shop shop) {
        return Sessions.inTransaction(shop, 0, session -> {
            for (int i = 0; i < 40; i++) {
                session.persist(new Memo("memo " + i));
            }
            return 40;
        });
    }

    @Scenario(gives = 200, group = Group.LIBRARIES)
    public long sequenceWithBatches(Shop shop) {
        return Sessions.inTransaction(shop, 50, session -> {
            for (int i = 0; i < 200; i++) {
                session.persist(new Memo("memo " + i));
            }
            return 200;
        });
    }

    /** The driver could still make fewer trips; the specification names that beside loops, not as one. */
    @Scenario(gives = 200, group = Group.LIBRARIES, on = Database.POSTGRESQL)
    @MayFind(Kind.WRITE_LOOP)
    public long sequenceWithBatchesOnPostgresql(Shop shop) {
        return sequenceWithBatches(shop);
    }

    /** Changed one by one in memory, written in batches. */
    @Scenario(gives = 100, group = Group.LIBRARIES)
    public long dirtyEntities(Shop shop) {
        return Sessions.inTransaction(shop, 50, session -> {
            List<Product> products = session.createQuery("from Product p where p.id <= 100", Product.class)
                    .list();
            products.forEach(product -> product.price++);
            return products.size();
        });
    }
}
