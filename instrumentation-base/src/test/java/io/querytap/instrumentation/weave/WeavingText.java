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

    /** The advice whose class begins so, each with its methods: {@code Query(executeQuery) OfObject(set…×9)}. */
    public static String ofAdvice(Weaving weaving, String prefix) {
        Map<String, String> methodsByAdvice = new TreeMap<>();
        for (Map.Entry<Class<?>, Set<String>> advice :
                weaving.signaturesByAdvice().entrySet()) {
            if (nameOf(advice.getKey()).startsWith(prefix)) {
                Map<String, Integer> methods = new TreeMap<>();
                for (String signature : advice.getValue()) {
                    methods.merge(signature.substring(0, signature.indexOf('(')), 1, Integer::sum);
                }
                StringBuilder text = new StringBuilder();
                methods.forEach((name, count) ->
                        text.append(text.length() == 0 ? "" : " ").append(name).append(count == 1 ? "" : "×" + count));
                methodsByAdvice.put(nameOf(advice.getKey()), text.toString());
            }
        }
        StringBuilder text = new StringBuilder();
        methodsByAdvice.forEach((advice, methods) ->
                text.append(' ').append(advice).append('(').append(methods).append(')'));
        return text.toString();
    }

    /** The names of all advice from the outermost to the innermost. */
    public static String adviceInOrder(Weaving weaving) {
        StringBuilder text = new StringBuilder();
        for (Class<?> advice : weaving.signaturesByAdvice().keySet()) {
            text.append(text.length() == 0 ? "" : " ").append(nameOf(advice));
        }
        return text.toString();
    }

    private static String nameOf(Class<?> advice) {
        String name = advice.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
