package io.querytap.cache.driver.h2;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What H2's result set reads its rows from, for one result set: answers as H2's own {@code LocalResult} does, which cannot be made without
 * the expressions of a parsed query. Not thread-safe, like that.
 *
 * <p>It is a proxy, so one class without a name of ours is made in the driver's class loader, by the JDK.
 */
final class H2Rows implements InvocationHandler {
    private final H2Result result;
    private int rowId = -1;
    private Object @Nullable [] currentRow;

    H2Rows(H2Result result) {
        this.result = result;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        return arguments == null || method.getDeclaringClass() == Object.class
                ? ofResult(proxy, method.getName(), arguments)
                : ofColumn(method.getName(), arguments);
    }

    private @Nullable Object ofResult(Object proxy, String method, Object @Nullable [] arguments) {
        switch (method) {
            case "next":
                return next();
            case "currentRow":
                return currentRow;
            case "getRowId":
                return (long) rowId;
            case "isAfterLast":
                return rowId >= result.rows();
            case "hasNext":
                return rowId < result.rows() - 1;
            case "reset":
                rowId = -1;
                currentRow = null;
                return null;
            case "getVisibleColumnCount":
                return result.columns.size();
            case "getRowCount":
                return (long) result.rows();
            case "getFetchSize":
                return 0;
            case "needToClose":
            case "isLazy":
            case "isClosed":
                return false;
            case "close":
                return null; // nor does the original do anything as long as its rows are in memory
            case "hashCode":
                return System.identityHashCode(proxy);
            case "equals":
                return arguments != null && proxy == arguments[0];
            case "toString":
                return result.columns.size() + " columns, " + result.rows() + " rows";
            default:
                throw new UnsupportedOperationException(method);
        }
    }

    private boolean next() {
        int count = result.rows();
        if (rowId < count) {
            rowId++;
            if (rowId < count) {
                currentRow = result.rows.get(rowId);
                return true;
            }
            currentRow = null;
        }
        return false;
    }

    private @Nullable Object ofColumn(String method, Object[] arguments) {
        if (method.equals("setFetchSize")) {
            return null;
        }
        if (method.equals("createShallowCopy")) {
            return null; // "cannot be copied"
        }
        int index = (Integer) arguments[0];
        H2Column column = result.columns.get(index);
        switch (method) {
            case "getAlias":
                return column.alias;
            case "getSchemaName":
                return column.schema;
            case "getTableName":
                return column.table;
            case "getColumnName":
                return column.name;
            case "getColumnType":
                return result.types.get(index);
            case "isIdentity":
                return column.isIdentity;
            case "getNullable":
                return column.nullable;
            default:
                throw new UnsupportedOperationException(method);
        }
    }
}
