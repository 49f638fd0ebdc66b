package io.querytap.instrumentation.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All supertypes of a class by name, without loading a class. A supertype whose class file cannot be found (another agent's
 * generated interface, a class made at run time) ends that branch only: the others still answer. Thread-safe.
 */
public final class Supertypes {
    /** Types visited for one class at most; no real driver comes near, a hostile class file ends here. */
    private static final int MAX_VISITED = 512;

    /** Supertypes within the JDK that matter; JDK class files are not read. */
    private static final Map<String, List<String>> OF_THE_JDK = Map.of(
            "java/sql/PreparedStatement", List.of("java/sql/Statement"),
            "java/sql/CallableStatement", List.of("java/sql/PreparedStatement"),
            "javax/sql/XAConnection", List.of("javax/sql/PooledConnection"),
            "javax/sql/RowSet", List.of("java/sql/ResultSet"),
            "javax/sql/rowset/BaseRowSet", List.of("java/io/Serializable"));

    private static final String[] OF_APPLICATION_SERVERS = {"javax/servlet/", "javax/jms/", "javax/ejb/", "javax/ws/"};

    /** What is remembered of a class: its direct supertypes. Held per loader, weakly, so that applications can be undeployed. */
    private final Map<ClassLoader, Map<String, List<String>>> directByLoader =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** The supertypes of a class that {@code loader} is about to define. */
    public Ancestors above(ClassHeader type, ClassLoader loader) {
        return new Ancestors() {
            @Override
            public Set<String> names() {
                return of(type, loader);
            }

            @Override
            public byte @Nullable [] classFile(String name) {
                return read(name, loader);
            }
        };
    }

    /** Names of all supertypes that could be found, without the class itself. */
    Set<String> of(ClassHeader type, ClassLoader loader) {
        Map<String, List<String>> known = directByLoader.computeIfAbsent(loader, it -> new ConcurrentHashMap<>());
        List<String> direct = direct(type);
        known.put(type.name(), direct);
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(direct);
        while (!open.isEmpty() && found.size() < MAX_VISITED) {
            String name = open.pop();
            if (found.add(name)) {
                open.addAll(directOf(name, loader, known));
            }
        }
        return found;
    }

    private static List<String> directOf(String name, ClassLoader loader, Map<String, List<String>> known) {
        if (name.startsWith("java/") || name.startsWith("javax/") && !isOfAnApplicationServer(name)) {
            return OF_THE_JDK.getOrDefault(name, List.of());
        }
        List<String> remembered = known.get(name);
        if (remembered != null) {
            return remembered;
        }
        ClassHeader header = find(name, loader);
        List<String> direct = header == null ? List.of() : direct(header);
        known.put(name, direct);
        return direct;
    }

    /** What Java EE kept below {@code javax} comes with the application. */
    private static boolean isOfAnApplicationServer(String name) {
        for (String prefix : OF_APPLICATION_SERVERS) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable ClassHeader find(String name, ClassLoader loader) {
        byte[] classFile = read(name, loader);
        try {
            return classFile == null ? null : ClassHeader.read(classFile);
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    private static byte @Nullable [] read(String name, ClassLoader loader) {
        try (InputStream in = loader.getResourceAsStream(name.concat(".class"))) {
            return in == null ? null : in.readAllBytes();
        } catch (Throwable unreadable) { // the loader is the application's: whatever it does, this branch is unknown
            return null;
        }
    }

    private static List<String> direct(ClassHeader header) {
        String superName = header.superName();
        if (superName == null || superName.equals("java/lang/Object")) {
            return header.interfaceNames();
        }
        List<String> direct = new ArrayList<>(header.interfaceNames());
        direct.add(superName);
        return List.copyOf(direct);
    }
}
