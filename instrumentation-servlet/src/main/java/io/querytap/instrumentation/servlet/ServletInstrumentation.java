package io.querytap.instrumentation.servlet;

import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses filters and servlets of both APIs by the descriptor of the one method that counts: nothing else takes these arguments, and
 * what does is called with a request in hand. Asynchronous contexts, whose method could be anybody's, are chosen by what they implement.
 */
public final class ServletInstrumentation implements TypeInstrumentation {
    private static final String[] APIS = {"jakarta/servlet/", "javax/servlet/"};

    private final List<String> constants = new ArrayList<>();
    private final String[] serviceSignatures = new String[APIS.length];
    private final String[] filterSignatures = new String[APIS.length];
    private final String[] asyncContexts = new String[APIS.length];

    public ServletInstrumentation() {
        for (int i = 0; i < APIS.length; i++) {
            String api = 'L' + APIS[i];
            String service = '(' + api + "ServletRequest;" + api + "ServletResponse;)V";
            String filter = '(' + api + "ServletRequest;" + api + "ServletResponse;" + api + "FilterChain;)V";
            serviceSignatures[i] = "service".concat(service);
            filterSignatures[i] = "doFilter".concat(filter);
            asyncContexts[i] = APIS[i].concat("AsyncContext");
            constants.add(service);
            constants.add(filter);
            constants.add(asyncContexts[i]);
        }
    }

    @Override
    public List<String> constants() {
        return constants;
    }

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        Weaving weaving = null;
        for (ClassHeader.Method method : type.methods()) {
            Class<?> advice = method.canBeWoven() ? adviceFor(type, method) : null;
            if (advice != null) {
                weaving = weaving == null ? new Weaving(Weaving.State.NONE) : weaving;
                weaving.add(advice, method.signature());
            }
        }
        return weaving;
    }

    private @Nullable Class<?> adviceFor(ClassHeader type, ClassHeader.Method method) {
        switch (method.name()) {
            case "doFilter":
                return isOneOf(filterSignatures, method.signature()) ? ServletAdvice.DoFilter.class : null;
            case "service":
                return isOneOf(serviceSignatures, method.signature()) ? ServletAdvice.Service.class : null;
            case "complete":
                return method.descriptor().equals("()V") && isAsyncContext(type) ? ServletAdvice.Complete.class : null;
            default:
                return null;
        }
    }

    /** Implemented directly, as every container does. */
    private boolean isAsyncContext(ClassHeader type) {
        for (String name : asyncContexts) {
            if (type.interfaceNames().contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(String[] wanted, String signature) {
        for (String each : wanted) {
            if (each.equals(signature)) {
                return true;
            }
        }
        return false;
    }
}
