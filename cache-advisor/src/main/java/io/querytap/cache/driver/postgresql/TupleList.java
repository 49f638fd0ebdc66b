package io.querytap.cache.driver.postgresql;

import io.querytap.cache.driver.PackedRows;
import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * Rows as pgjdbc wants them, each made when it is reached: the driver hands out the very arrays of a row, so each result set has its
 * own. Cannot be changed; the driver changes lists of rows only where it fetches portions or updates.
 */
final class TupleList extends AbstractList<Object> implements RandomAccess {
    private final PgDriver driver;
    private final PackedRows cells;

    TupleList(PgDriver driver, PackedRows cells) {
        this.driver = driver;
        this.cells = cells;
    }

    @Override
    public Object get(int index) {
        byte[][] row = cells.row(index);
        try {
            return (Object) driver.newTuple.invokeExact((Object) row);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int size() {
        return cells.rows();
    }
}
