package io.querytap.scenarios.run;

import io.querytap.scenarios.label.Blames;
import io.querytap.scenarios.label.Finds;
import io.querytap.scenarios.label.MayFind;
import io.querytap.scenarios.label.Scenario;
import io.querytap.scenarios.shop.Shop;
import io.querytap.scenarios.shop.Variation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;

/** A scenario with its labels. */
public final class LabelledMethod {
    private final Method method;

    LabelledMethod(Method method) {
        this.method = method;
    }

    /** Of the method; unique. */
    public String name() {
        return method.getName();
    }

    public Class<?> type() {
        return method.getDeclaringClass();
    }

    public Scenario scenario() {
        return method.getAnnotation(Scenario.class);
    }

    /** What must be found. */
    public List<Finds> finds() {
        return List.of(method.getAnnotationsByType(Finds.class));
    }

    /** To what waiting for its pool must be laid. */
    public List<Blames> blames() {
        return List.of(method.getAnnotationsByType(Blames.class));
    }

    /** Kinds that are neither right nor wrong. */
    public List<String> mayFind() {
        MayFind may = method.getAnnotation(MayFind.class);
        return may == null ? List.of() : List.of(may.value());
    }

    /** Whether nothing must be found. */
    public boolean isSilent() {
        return finds().isEmpty();
    }

    /** In lower case, as databases like it. */
    public String database(Variation variation) {
        String words = name().replaceAll("([A-Z])", "_$1");
        return words.toLowerCase(Locale.ROOT) + variation.suffix();
    }

    /** Calls it as often as it says, on an object of its own; fails unless each call gives what it must. */
    void run(Shop shop) throws Exception {
        Object scenarios = type().getConstructor().newInstance();
        for (int call = 1; call <= scenario().times(); call++) {
            long given = call(scenarios, shop);
            if (given != scenario().gives()) {
                throw new IllegalStateException("call " + call + " gave " + given + " instead of "
                        + scenario().gives());
            }
        }
    }

    private long call(Object scenarios, Shop shop) throws Exception {
        try {
            return (Long) method.invoke(scenarios, shop);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (Exception) e.getCause();
        }
    }

    @Override
    public String toString() {
        return type().getSimpleName() + '.' + name();
    }
}
