package io.querytap.instrumentation.weave;

import io.querytap.core.diagnostic.Diagnostics;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.VisibilityBridgeStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes that an instrumentation chooses. Which class is chosen is decided on names alone; Byte Buddy is loaded with
 * the first class that is really woven, and does what it is best at: inlining advice.
 *
 * <p>The configuration is the one that survives a second agent: declared methods only, no visibility bridges, a frozen type
 * that is decorated, descriptions that resolve nothing but the class itself. Thread-safe. Never throws; a class that cannot be
 * woven is left as it was, and that is said once.
 */
public final class Weaver implements ClassFileTransformer {
    /** Other agents' and our own classes, proxies of the JDK: never woven. */
    private static final String[] IGNORED = {
        "io/querytap/premain/",
        "io/opentelemetry/javaagent/",
        "datadog/",
        "com/newrelic/",
        "co/elastic/apm/",
        "org/glowroot/",
        "com/dynatrace/",
        "com/appdynamics/",
        "com/sun/proxy/",
        "jdk/proxy",
    };

    private final List<TypeInstrumentation> instrumentations;
    private final Runnable beforeFirstWeaving;
    private final Supertypes supertypes = new Supertypes();
    private volatile boolean prepared;

    /** @param beforeFirstWeaving defines the hooks and installs the listeners; runs once, on the first thread that needs it */
    public Weaver(List<TypeInstrumentation> instrumentations, Runnable beforeFirstWeaving) {
        this.instrumentations = List.copyOf(instrumentations);
        this.beforeFirstWeaving = beforeFirstWeaving;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            ClassLoader loader,
            String className,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain protectionDomain,
            byte[] classFile) {
        try {
            return isIgnored(className) ? null : weave(loader, classBeingRedefined, classFile);
        } catch (Throwable failure) {
            Diagnostics.failed("weaving " + className.replace('/', '.'), failure);
            return null;
        }
    }

    private static boolean isIgnored(String className) {
        for (String prefix : IGNORED) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return className.contains("$Proxy") && className.startsWith("$Proxy", className.lastIndexOf('/') + 1);
    }

    private byte @Nullable [] weave(ClassLoader loader, @Nullable Class<?> redefined, byte[] classFile)
            throws IOException {
        ClassHeader type = ClassHeader.read(classFile);
        if (type.isInterface()) {
            return null;
        }
        Ancestors ancestors = supertypes.above(type, loader);
        Weaving chosen = null;
        for (TypeInstrumentation instrumentation : instrumentations) {
            Weaving weaving = instrumentation.choose(type, ancestors, classFile);
            if (weaving != null && !weaving.isEmpty() && fitsRedefinition(weaving, redefined)) {
                chosen = chosen == null ? weaving : chosen.and(weaving);
            }
        }
        if (chosen == null) {
            return null;
        }
        prepareOnce();
        return Inliner.apply(chosen, type.name(), classFile);
    }

    /**
     * A loaded class cannot change its shape: when another agent has it transformed anew, the same members are added again, and
     * to a class that was loaded without them none are.
     */
    private static boolean fitsRedefinition(Weaving weaving, @Nullable Class<?> redefined) {
        return redefined == null
                || weaving.state() == Weaving.State.NONE
                || StateInjector.interfaceOf(weaving.state()).isAssignableFrom(redefined);
    }

    private void prepareOnce() {
        if (!prepared) {
            synchronized (this) {
                if (!prepared) {
                    beforeFirstWeaving.run();
                    prepared = true;
                }
            }
        }
    }

    /** The part that needs Byte Buddy, apart so that it is loaded with the first woven class only. */
    private static final class Inliner {
        private static final ByteBuddy BYTE_BUDDY = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
                .with(InstrumentedType.Factory.Default.FROZEN)
                .with(VisibilityBridgeStrategy.Default.NEVER)
                .with(Implementation.Context.Disabled.Factory.INSTANCE);

        private static final Map<Class<?>, Advice> ADVICE = new ConcurrentHashMap<>();
        private static final ClassFileLocator ADVICE_FILES =
                ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader());

        static byte[] apply(Weaving weaving, String internalName, byte[] classFile) {
            String name = internalName.replace('/', '.');
            ClassFileLocator files = ClassFileLocator.Simple.of(name, classFile);
            TypeDescription type =
                    TypePool.Default.WithLazyResolution.of(files).describe(name).resolve();
            DynamicType.Builder<?> builder = BYTE_BUDDY.decorate(type, files);
            if (weaving.state() != Weaving.State.NONE) {
                builder = builder.visit(new StateInjector(weaving.state()));
            }
            for (Map.Entry<Class<?>, Set<String>> entry :
                    weaving.signaturesByAdvice().entrySet()) {
                builder = builder.visit(inlining(entry.getKey(), entry.getValue()));
            }
            // Last, and so the first to see the method: as it was compiled, without what the advice puts around it.
            for (ClockTap tap : weaving.taps()) {
                builder = builder.visit(new ClockTapper(tap));
            }
            return builder.make(TypePool.Default.WithLazyResolution.of(files)).getBytes();
        }

        private static AsmVisitorWrapper inlining(Class<?> advice, Set<String> signatures) {
            Advice compiled = ADVICE.computeIfAbsent(advice, it -> Advice.to(it, ADVICE_FILES));
            return compiled.on(new ElementMatcher<MethodDescription>() {
                @Override
                public boolean matches(@Nullable MethodDescription method) {
                    return method != null && signatures.contains(method.getInternalName() + method.getDescriptor());
                }
            });
        }
    }
}
