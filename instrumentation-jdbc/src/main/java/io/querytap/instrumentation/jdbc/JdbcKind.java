package io.querytap.instrumentation.jdbc;

import io.querytap.instrumentation.jdbc.cache.CacheWeaving;
import io.querytap.instrumentation.weave.ClassHeader.Method;
import io.querytap.instrumentation.weave.Weaving;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of JDBC and of drivers that are woven, with the advice for each of their methods. */
enum JdbcKind {
    DRIVER("java/sql/Driver", Weaving.State.NONE) {
        @Override
        @Nullable
        Class<?> adviceFor(Method method) {
            // Drivers may return their own type.
            return method.signature().startsWith("connect(Ljava/lang/String;Ljava/util/Properties;)L")
                    ? ConnectAdvice.class
                    : null;
        }

        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofDriver(method);
        }
    },
    DATA_SOURCE("javax/sql/DataSource", Weaving.State.NONE) {
        @Override
        @Nullable
        Class<?> adviceFor(Method method) {
            return adviceForSource(method, "getConnection");
        }

        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofSource(method, "getConnection");
        }
    },
    POOLED_DATA_SOURCE("javax/sql/ConnectionPoolDataSource", Weaving.State.NONE) {
        @Override
        @Nullable
        Class<?> adviceFor(Method method) {
            return adviceForSource(method, "getPooledConnection");
        }
    },
    XA_DATA_SOURCE("javax/sql/XADataSource", Weaving.State.NONE) {
        @Override
        @Nullable
        Class<?> adviceFor(Method method) {
            return adviceForSource(method, "getXAConnection");
        }

        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofSource(method, "getXAConnection");
        }
    },
    POOLED_CONNECTION("javax/sql/PooledConnection", Weaving.State.OBJECT) {
        @Override
        @Nullable
        Class<?> adviceFor(Method method) {
            return method.name().equals("getConnection") && method.descriptor().startsWith("()")
                    ? DataSourceAdvice.class
                    : null;
        }

        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofPooledConnection(method);
        }
    },
    CONNECTION("java/sql/Connection", Weaving.State.OBJECT) {
        @Override
        @Nullable
        Class<?> adviceFor(Method method) {
            switch (method.name()) {
                case "createStatement":
                    return returnsObject(method) ? PrepareAdvice.Create.class : null;
                case "prepareStatement":
                case "prepareCall":
                    return takesSql(method) && returnsObject(method) ? adviceForPrepare(method) : null;
                case "commit":
                    return method.descriptor().equals("()V") ? TransactionAdvice.Commit.class : null;
                case "rollback":
                    return method.descriptor().equals("()V")
                            ? TransactionAdvice.Rollback.class
                            : method.descriptor().equals("(Ljava/sql/Savepoint;)V")
                                    ? TransactionAdvice.RollbackToSavepoint.class
                                    : null;
                case "setSavepoint":
                    return returnsObject(method) ? TransactionAdvice.SetSavepoint.class : null;
                case "setAutoCommit":
                    return method.descriptor().equals("(Z)V") ? TransactionAdvice.SetAutoCommit.class : null;
                case "setTransactionIsolation":
                    return method.descriptor().equals("(I)V") ? TransactionAdvice.SetIsolation.class : null;
                case "setReadOnly":
                    return method.descriptor().equals("(Z)V") ? TransactionAdvice.SetReadOnly.class : null;
                case "isValid":
                case "releaseSavepoint":
                case "setCatalog":
                case "setSchema":
                case "setClientInfo":
                case "getTransactionIsolation":
                case "getCatalog":
                case "getSchema":
                    return TransactionAdvice.Other.class;
                case "close":
                    return method.descriptor().equals("()V") ? TransactionAdvice.Close.class : null;
                case "abort":
                    return method.descriptor().equals("(Ljava/util/concurrent/Executor;)V")
                            ? TransactionAdvice.Close.class
                            : null;
                default:
                    return null;
            }
        }

        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofConnection(method);
        }
    },
    STATEMENT("java/sql/Statement", Weaving.State.OBJECT) {
        @Override
        @Nullable
        Class<?> adviceFor(Method method) {
            switch (method.name()) {
                case "executeQuery":
                    return takesSql(method)
                            ? ExecuteAdvice.StatementQuery.class
                            : takesNothing(method) ? ExecuteAdvice.PreparedQuery.class : null;
                case "execute":
                case "executeUpdate":
                case "executeLargeUpdate":
                    return takesSql(method)
                            ? adviceForExecute(method)
                            : takesNothing(method) ? ExecuteAdvice.PreparedOther.class : null;
                case "executeBatch":
                case "executeLargeBatch":
                    return takesNothing(method) ? BatchAdvice.Execute.class : null;
                case "addBatch":
                    return takesNothing(method)
                            ? BatchAdvice.AddParameters.class
                            : method.descriptor().equals("(Ljava/lang/String;)V") ? BatchAdvice.AddSql.class : null;
                case "clearBatch":
                    return takesNothing(method) ? BatchAdvice.Clear.class : null;
                case "clearParameters":
                    return takesNothing(method) ? ParameterAdvice.Clear.class : null;
                case "getResultSet":
                    return takesNothing(method) ? ResultAdvice.Obtain.class : null;
                case "getMoreResults":
                    return ResultAdvice.More.class;
                case "setMaxRows":
                    return method.descriptor().equals("(I)V") ? ResultAdvice.SetMaxRows.class : null;
                case "setLargeMaxRows":
                    return method.descriptor().equals("(J)V") ? ResultAdvice.SetMaxRows.class : null;
                case "closeOnCompletion":
                    return method.descriptor().equals("()V") ? ResultAdvice.CloseOnCompletion.class : null;
                case "close":
                    return method.descriptor().equals("()V") ? ResultAdvice.CloseStatement.class : null;
                default:
                    return adviceForSetter(method);
            }
        }

        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofStatement(method);
        }
    },
    XA_RESOURCE("javax/transaction/xa/XAResource", Weaving.State.OBJECT) {
        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofXaResource(method);
        }
    },
    POSTGRES_COPY_MANAGER("org/postgresql/copy/CopyManager", Weaving.State.OBJECT) {
        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofCopyManager(method);
        }
    },
    POSTGRES_COPY_IN("org/postgresql/copy/CopyIn", Weaving.State.OBJECT) {
        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofCopyIn(method);
        }
    },
    POSTGRES_FASTPATH("org/postgresql/fastpath/Fastpath", Weaving.State.OBJECT) {
        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofFastpath(method);
        }
    },
    RESULT_SET("java/sql/ResultSet", Weaving.State.RESULT) {
        @Override
        @Nullable
        Class<?> adviceFor(Method method) {
            switch (method.signature()) {
                case "next()Z":
                    return ResultAdvice.Next.class;
                case "close()V":
                    return ResultAdvice.Close.class;
                case "first()Z":
                case "last()Z":
                case "previous()Z":
                case "absolute(I)Z":
                case "relative(I)Z":
                case "beforeFirst()V":
                case "afterLast()V":
                    return ResultAdvice.Move.class;
                default:
                    return GETTERS.contains(method.name()) ? adviceForGetter(method.descriptor()) : null;
            }
        }

        @Override
        @Nullable
        Class<?> cacheAdviceFor(Method method) {
            return CacheWeaving.ofResultSet(method);
        }
    };

    /** The methods of {@code ResultSet} that read a value. */
    private static final Set<String> GETTERS = Set.of(
            "getString",
            "getBoolean",
            "getByte",
            "getShort",
            "getInt",
            "getLong",
            "getFloat",
            "getDouble",
            "getBigDecimal",
            "getBytes",
            "getDate",
            "getTime",
            "getTimestamp",
            "getAsciiStream",
            "getUnicodeStream",
            "getBinaryStream",
            "getCharacterStream",
            "getObject",
            "getRef",
            "getBlob",
            "getClob",
            "getArray",
            "getURL",
            "getRowId",
            "getNClob",
            "getSQLXML",
            "getNString",
            "getNCharacterStream");

    private final String typeName;
    private final Weaving.State state;

    JdbcKind(String typeName, Weaving.State state) {
        this.typeName = typeName;
        this.state = state;
    }

    /** Internal name of the JDBC type. */
    String typeName() {
        return typeName;
    }

    Weaving.State state() {
        return state;
    }

    /** The advice for a declared method that can be woven, or null. */
    @Nullable
    Class<?> adviceFor(Method method) {
        return null;
    }

    /** The advice around that, where results are cached, or null. */
    @Nullable
    Class<?> cacheAdviceFor(Method method) {
        return null;
    }

    private static @Nullable Class<?> adviceForSource(Method method, String name) {
        boolean matches = method.name().equals(name)
                && (method.descriptor().startsWith("()")
                        || method.descriptor().startsWith("(Ljava/lang/String;Ljava/lang/String;)"));
        return matches && returnsObject(method) ? DataSourceAdvice.class : null;
    }

    /**
     * {@code set…(int, value …)} and {@code set…(String, value …)}: the value's descriptor decides. Public ones also where JDBC
     * does not know them; others are the driver's inner ones, to which it gives objects of its own for the same value.
     */
    private static @Nullable Class<?> adviceForSetter(Method method) {
        String descriptor = method.descriptor();
        if (!method.isPublic() || !method.name().startsWith("set") || !descriptor.endsWith(")V")) {
            return null;
        }
        if (descriptor.startsWith("(I") && descriptor.charAt(2) != ')') {
            return method.name().equals("setNull") ? ParameterAdvice.OfNull.class : setterOf(descriptor.charAt(2));
        }
        boolean named = descriptor.startsWith("(Ljava/lang/String;") && descriptor.charAt(19) != ')';
        return named ? ParameterAdvice.Named.class : null;
    }

    private static @Nullable Class<?> setterOf(char valueType) {
        switch (valueType) {
            case 'I':
                return ParameterAdvice.OfInt.class;
            case 'J':
                return ParameterAdvice.OfLong.class;
            case 'S':
                return ParameterAdvice.OfShort.class;
            case 'B':
                return ParameterAdvice.OfByte.class;
            case 'Z':
                return ParameterAdvice.OfBoolean.class;
            case 'D':
                return ParameterAdvice.OfDouble.class;
            case 'F':
                return ParameterAdvice.OfFloat.class;
            case 'L':
            case '[':
                return ParameterAdvice.OfObject.class;
            default:
                return null;
        }
    }

    /** {@code get…(int …)} and {@code get…(String …)}: what is returned decides. */
    private static @Nullable Class<?> adviceForGetter(String descriptor) {
        boolean byLabel = descriptor.startsWith("(Ljava/lang/String;");
        if (!byLabel && !descriptor.startsWith("(I")) {
            return null;
        }
        switch (descriptor.charAt(descriptor.indexOf(')') + 1)) {
            case 'I':
            case 'J':
            case 'S':
            case 'B':
                return byLabel ? ValueAdvice.OfLongByLabel.class : ValueAdvice.OfLong.class;
            case 'Z':
                return byLabel ? ValueAdvice.OfBooleanByLabel.class : ValueAdvice.OfBoolean.class;
            case 'D':
            case 'F':
                return byLabel ? ValueAdvice.OfDoubleByLabel.class : ValueAdvice.OfDouble.class;
            case 'L':
            case '[':
                return byLabel ? ValueAdvice.OfObjectByLabel.class : ValueAdvice.OfObject.class;
            default:
                return null;
        }
    }

    private static Class<?> adviceForPrepare(Method method) {
        if (method.descriptor().startsWith("(Ljava/lang/String;I)")) {
            return PrepareAdvice.PrepareWithKeys.class;
        }
        return method.descriptor().startsWith("(Ljava/lang/String;[")
                ? PrepareAdvice.PrepareWithColumns.class
                : PrepareAdvice.Prepare.class;
    }

    private static Class<?> adviceForExecute(Method method) {
        if (method.descriptor().startsWith("(Ljava/lang/String;I)")) {
            return ExecuteAdvice.StatementOtherWithKeys.class;
        }
        return method.descriptor().startsWith("(Ljava/lang/String;[")
                ? ExecuteAdvice.StatementOtherWithColumns.class
                : ExecuteAdvice.StatementOther.class;
    }

    private static boolean takesSql(Method method) {
        return method.descriptor().startsWith("(Ljava/lang/String;");
    }

    private static boolean takesNothing(Method method) {
        return method.descriptor().startsWith("()");
    }

    private static boolean returnsObject(Method method) {
        return method.descriptor().endsWith(";");
    }
}
