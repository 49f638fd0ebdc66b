package io.querytap.instrumentation.weave;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A weaving as one line that a person can review. */
public final class WeavingText {
    private WeavingText() {}

    /** State and methods, overloads counted: {@code OBJECT: close execute×4 set…×45}. */
    public static String of(Weaving weaving) {
        Map<String, Integer> methods = new TreeMap<>();
        for (Map.Entry<Class<?>, Set<String>> advice :
                weaving.signaturesByAdvice().entrySet()) {
            boolean parameter = advice.getKey().getName().contains("Parameter");
            boolean value = advice.getKey().getName().contains("Value");
            for (String signature : advice.getValue()) {
                String name = signature.substring(0, signature.indexOf('('));
                String shown = parameter && name.startsWith("set") ? "set…" : value ? "get…" : name;
                methods.merge(shown, 1, Integer::sum);
            }
        }
        StringBuilder text = new StringBuilder(weaving.state().name()).append(':');
        methods.forEach((name, count) -> text.append(' ').append(name).append(count == 1 ? "" : "×" + count));
        return text.toString();
    }
}
