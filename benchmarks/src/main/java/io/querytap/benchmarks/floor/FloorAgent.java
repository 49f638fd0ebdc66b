package io.querytap.benchmarks.floor;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** Looks into each class file for a mention of JDBC, and does nothing with the answer. */
public final class FloorAgent implements ClassFileTransformer {
    private static final byte[] SOUGHT = "java/sql/".getBytes(StandardCharsets.ISO_8859_1);

    private int found;

    private FloorAgent() {}

    /** Called by the JVM. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new FloorAgent());
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (mentionsJdbc(classFile)) {
            found++;
        }
        return null;
    }

    private static boolean mentionsJdbc(byte[] classFile) {
        for (int start = 0; start <= classFile.length - SOUGHT.length; start++) {
            int matched = 0;
            while (matched < SOUGHT.length && classFile[start + matched] == SOUGHT[matched]) {
                matched++;
            }
            if (matched == SOUGHT.length) {
                return true;
            }
        }
        return false;
    }
}
