package io.querytap.core.work;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Adds up the bytes that a unit alone keeps alive: objects of this package and arrays, as a JVM with 64 bits lays them out at most. */
final class Footprint {
    private static final int HEADER_BYTES = 16;
    private static final int REFERENCE_BYTES = 8;

    private Footprint() {}

    static long bytesOf(Object root) throws IllegalAccessException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> waiting = new ArrayDeque<>();
        waiting.add(root);
        long bytes = 0;
        while (!waiting.isEmpty()) {
            Object next = waiting.pop();
            if (seen.add(next)) {
                bytes += next.getClass().isArray() ? array(next, waiting) : object(next, waiting);
            }
        }
        return bytes;
    }

    private static long array(Object array, Deque<Object> waiting) {
        Class<?> component = array.getClass().getComponentType();
        int length = Array.getLength(array);
        if (!component.isPrimitive()) {
            for (int i = 0; i < length; i++) {
                add(Array.get(array, i), waiting);
            }
        }
        return HEADER_BYTES + (long) length * bytesOfField(component);
    }

    private static long object(Object object, Deque<Object> waiting) throws IllegalAccessException {
        long bytes = HEADER_BYTES;
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                bytes += bytesOfField(field.getType());
                if (!field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    add(field.get(object), waiting);
                }
            }
        }
        return bytes;
    }

    private static int bytesOfField(Class<?> type) {
        if (!type.isPrimitive()) {
            return REFERENCE_BYTES;
        }
        return type == long.class || type == double.class ? Long.BYTES : Integer.BYTES;
    }

    private static void add(Object next, Deque<Object> waiting) {
        boolean own = next != null
                && (next.getClass().isArray()
                        || next.getClass().getPackage() == Footprint.class.getPackage()
                                && !(next instanceof Units)
                                && !(next instanceof UnitPolicy)
                                && !(next instanceof Reference));
        if (own) {
            waiting.push(next);
        }
    }
}
