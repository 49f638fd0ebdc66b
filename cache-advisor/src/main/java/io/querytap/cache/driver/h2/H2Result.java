package io.querytap.cache.driver.h2;

import io.querytap.cache.driver.CapturedResult;
import java.util.List;

/** Values and types of one copy of H2, which are immutable and can be shared; arrays are this result's own. Immutable. */
final class H2Result implements CapturedResult {
    final List<H2Column> columns;
    /** One {@code TypeInfo} for each column. */
    final List<Object> types;
    /** A {@code Value[]} for each row. */
    final List<Object[]> rows;

    private final int weightBytes;

    H2Result(List<H2Column> columns, List<Object> types, List<Object[]> rows, long valuesBytes) {
        this.columns = columns;
        this.types = types;
        this.rows = rows;
        long weight = valuesBytes;
        for (H2Column column : columns) {
            weight += column.weightBytes();
        }
        this.weightBytes = (int) Math.min(Integer.MAX_VALUE, weight);
    }

    @Override
    public int rows() {
        return rows.size();
    }

    @Override
    public int weightBytes() {
        return weightBytes;
    }
}
