package io.querytap.instrumentation.pools;

import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the classes of one pool library by name, and their methods by name and descriptor. A class that lacks one of the methods
 * it is known by is of a version that is not known; see {@link KnownMethods}.
 */
public final class KnownClasses implements TypeInstrumentation {
    private final String displayName;
    private final List<String> constants;
    private final Map<String, Shape> shapes = new HashMap<>();

    /** @param displayName what people call the library */
    public KnownClasses(String displayName) {
        this(displayName, List.of());
    }

    /**
     * @param displayName what people call the library
     * @param constants as {@link TypeInstrumentation#constants}
     */
    public KnownClasses(String displayName, List<String> constants) {
        this.displayName = displayName;
        this.constants = constants;
    }

    @Override
    public List<String> constants() {
        return constants;
    }

    /** What one class must look like. */
    public static final class Shape {
        private final Weaving.State state;
        private final List<Rule> rules = new ArrayList<>();

        private Shape(Weaving.State state) {
            this.state = state;
        }

        /** Weaves advice into each method whose name and descriptor begin so; there must be one. */
        public Shape method(String signature, Class<?>... advice) {
            rules.add(new Rule(signature, advice, /* required= */ true));
            return this;
        }

        /** The same for a method that only some versions have. */
        public Shape optionalMethod(String signature, Class<?>... advice) {
            rules.add(new Rule(signature, advice, /* required= */ false));
            return this;
        }
    }

    private static final class Rule {
        final String name;
        final String descriptorStart;
        final Class<?>[] advice;
        final boolean required;

        Rule(String signature, Class<?>[] advice, boolean required) {
            int end = signature.indexOf('(');
            this.name = signature.substring(0, end);
            this.descriptorStart = signature.substring(end);
            this.advice = advice;
            this.required = required;
        }

        boolean isIn(ClassHeader type) {
            for (ClassHeader.Method method : type.methods()) {
                if (method.name().equals(name) && method.descriptor().startsWith(descriptorStart)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Adds a class whose instances carry state; to be called before the first class is chosen. */
    public Shape add(String internalName) {
        return add(internalName, Weaving.State.OBJECT);
    }

    /** Adds a class. */
    public Shape add(String internalName, Weaving.State state) {
        Shape shape = new Shape(state);
        shapes.put(internalName, shape);
        return shape;
    }

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        Shape shape = shapes.get(type.name());
        if (shape == null) {
            return null;
        }
        KnownMethods methods = new KnownMethods(type, shape.state);
        for (Rule rule : shape.rules) {
            if (rule.required || rule.isIn(type)) {
                for (Class<?> advice : rule.advice) {
                    methods.weave(advice, rule.name, rule.descriptorStart);
                }
            }
        }
        return methods.ifComplete(displayName);
    }
}
