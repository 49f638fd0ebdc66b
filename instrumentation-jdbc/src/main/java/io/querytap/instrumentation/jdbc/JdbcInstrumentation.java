package io.querytap.instrumentation.jdbc;

import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the classes of JDBC drivers. Asked of every class that mentions JDBC, so the cheap questions come first: the name, the
 * declared methods, then the supertypes, then the code.
 *
 * <p>Only the innermost driver is woven. Wrappers are known by name, or by their code: they hand a call on to the same method
 * of another JDBC object ({@link Delegation}).
 */
public final class JdbcInstrumentation implements TypeInstrumentation {
    /** Pools and wrappers whose classes implement JDBC on top of a driver. */
    private static final String[] WRAPPERS = {
        "com/zaxxer/hikari/",
        "com/p6spy/",
        "net/ttddyy/",
        "org/apache/commons/dbcp",
        "org/apache/tomcat/",
        "com/mchange/",
        "io/agroal/",
        "com/alibaba/druid/",
        "org/vibur/",
        "oracle/ucp/",
        "org/jboss/jca/",
        "org/apache/shardingsphere/",
        "bitronix/",
        "com/atomikos/",
        "net/sf/log4jdbc/",
        "software/amazon/jdbc/",
        "org/springframework/",
        "org/hibernate/",
        "org/jooq/",
        "org/apache/ibatis/",
        "com/sun/rowset/",
    };

    /** SQLite declares the methods on classes that do not implement the interfaces; their subclasses do. */
    private static final Map<String, JdbcKind> DECLARED_APART = Map.of(
            "org/sqlite/jdbc3/JDBC3Connection", JdbcKind.CONNECTION,
            "org/sqlite/jdbc3/JDBC3Statement", JdbcKind.STATEMENT,
            "org/sqlite/jdbc3/JDBC3PreparedStatement", JdbcKind.STATEMENT,
            "org/sqlite/jdbc3/JDBC3ResultSet", JdbcKind.RESULT_SET);

    /** Superclasses looked at; the deepest real driver has five. */
    private static final int MAX_SUPERCLASSES = 8;

    private static final JdbcKind[] KINDS = JdbcKind.values();

    private final boolean caching;

    /** Measures, and weaves nothing for a cache. */
    public JdbcInstrumentation() {
        this(/* caching= */ false);
    }

    /** @param caching whether results are cached: then what a cache must be asked and told is woven too */
    public JdbcInstrumentation(boolean caching) {
        this.caching = caching;
    }

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        EnumSet<JdbcKind> possible = kindsByMethods(type);
        if (possible.isEmpty() || isWrapper(type.name())) {
            return null;
        }
        Set<String> names = ancestors.names();
        possible.removeIf(kind -> !isOf(kind, type.name(), names));
        if (possible.isEmpty()) {
            return null;
        }
        Delegation delegation = Delegation.of(classFile);
        if (delegation.isDelegating()) {
            return null;
        }
        Weaving weaving = new Weaving(stateOf(possible));
        if (weaving.needsState() && names.contains("java/io/Serializable") && !type.declaresSerialVersion()) {
            return null; // an added member would change the version that the JVM computes for it
        }
        if (weaving.needsState() && extendsWrapper(type, ancestors)) {
            return null;
        }
        if (caching) {
            addCaching(weaving, type, possible); // first, so it is around what measures: an answer is no execution
        }
        for (ClassHeader.Method method : type.methods()) {
            for (JdbcKind kind : possible) {
                Class<?> advice = method.canBeWoven() ? kind.adviceFor(method) : null;
                if (advice != null && !countedBySuper(advice, method, delegation)) {
                    weaving.add(advice, method.signature());
                }
            }
        }
        return weaving;
    }

    private static void addCaching(Weaving weaving, ClassHeader type, EnumSet<JdbcKind> kinds) {
        for (ClassHeader.Method method : type.methods()) {
            for (JdbcKind kind : kinds) {
                Class<?> advice = method.canBeWoven() ? kind.cacheAdviceFor(method) : null;
                if (advice != null) {
                    weaving.add(advice, method.signature());
                }
            }
        }
    }

    /**
     * Whether a superclass hands calls on. HikariCP generates HikariProxyConnection, which calls only its superclass; packed
     * into an application under another name, no name gives it away.
     */
    private static boolean extendsWrapper(ClassHeader type, Ancestors ancestors) {
        String name = type.superName();
        for (int level = 0; level < MAX_SUPERCLASSES && name != null && !name.startsWith("java/"); level++) {
            byte[] classFile = ancestors.classFile(name);
            if (classFile == null) {
                return false;
            }
            if (isWrapper(name) || Delegation.of(classFile).isDelegating()) {
                return true;
            }
            name = superName(classFile);
        }
        return false;
    }

    private static @Nullable String superName(byte[] classFile) {
        try {
            return ClassHeader.read(classFile).superName();
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** What counts a call rather than brackets it would count an overriding method that calls the overridden one twice. */
    private static boolean countedBySuper(Class<?> advice, ClassHeader.Method method, Delegation delegation) {
        return (advice == ResultAdvice.Next.class
                        || advice == BatchAdvice.AddSql.class
                        || advice == BatchAdvice.AddParameters.class)
                && delegation.callsSuper(method.signature());
    }

    private EnumSet<JdbcKind> kindsByMethods(ClassHeader type) {
        EnumSet<JdbcKind> kinds = EnumSet.noneOf(JdbcKind.class);
        for (ClassHeader.Method method : type.methods()) {
            if (method.canBeWoven()) {
                for (JdbcKind kind : KINDS) {
                    if (kind.adviceFor(method) != null || caching && kind.cacheAdviceFor(method) != null) {
                        kinds.add(kind);
                    }
                }
            }
        }
        return kinds;
    }

    private static boolean isWrapper(String name) {
        for (String prefix : WRAPPERS) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(JdbcKind kind, String name, Set<String> ancestors) {
        return ancestors.contains(kind.typeName()) || name.equals(kind.typeName()) || DECLARED_APART.get(name) == kind;
    }

    private static Weaving.State stateOf(EnumSet<JdbcKind> kinds) {
        Weaving.State state = Weaving.State.NONE;
        for (JdbcKind kind : kinds) {
            if (kind.state().compareTo(state) > 0) {
                state = kind.state();
            }
        }
        return state;
    }
}
