package io.querytap.instrumentation.entry;

import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the methods that the user names as entry points: all overloads, static ones too. */
public final class NamedMethods implements TypeInstrumentation {
    /** Names of methods by internal name of their class. */
    private final Map<String, Set<String>> methods = new HashMap<>();

    /** @param names class and method, such as {@code com.acme.Job.run} */
    public NamedMethods(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            int dot = name.lastIndexOf('.');
            String type = name.substring(0, dot).replace('.', '/');
            Set<String> ofType = methods.get(type);
            if (ofType == null) {
                ofType = new HashSet<>();
                methods.put(type, ofType);
            }
            ofType.add(name.substring(dot + 1));
        }
    }

    /** Internal names of the classes. */
    public List<String> classes() {
        return new ArrayList<>(methods.keySet());
    }

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        Set<String> wanted = methods.get(type.name());
        if (wanted == null) {
            return null;
        }
        Weaving weaving = new Weaving(Weaving.State.NONE);
        for (ClassHeader.Method method : type.methods()) {
            if (wanted.contains(method.name())) {
                if (method.isStatic()) {
                    weaving.add(EntryAdvice.OfClass.class, method.signature());
                } else if (method.canBeWoven()) {
                    weaving.add(EntryAdvice.OfObject.class, method.signature());
                }
            }
        }
        return weaving;
    }
}
