package io.querytap.instrumentation.entry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of entry points: {@code InvoiceJob.run}. Made once each, and gone with their class. Thread-safe. */
final class EntryNames {
    private final ClassValue<Map<String, String>> byClass = new ClassValue<Map<String, String>>() {
        @Override
        protected Map<String, String> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    String of(Class<?> type, String method) {
        Map<String, String> byMethod = byClass.get(type);
        String name = byMethod.get(method);
        if (name == null) {
            name = simpleName(type.getName()) + '.' + method;
            byMethod.put(method, name);
        }
        return name;
    }

    /** Without package and enclosing classes, and without what a proxy that is a subclass appends. */
    static String simpleName(String binaryName) {
        String name = binaryName.substring(binaryName.lastIndexOf('.') + 1);
        int appended = name.indexOf("$$", 1);
        if (appended > 0) {
            name = name.substring(0, appended);
        }
        int dollar = name.lastIndexOf('$');
        boolean nested =
                dollar > 0 && dollar + 1 < name.length() && Character.isJavaIdentifierStart(name.charAt(dollar + 1));
        return nested ? name.substring(dollar + 1) : name;
    }
}
