package io.querytap.smoke.loader;

import java.io.File;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Starts an OSGi framework with the given bundles, the last of which is the application: cache folder, jars. */
public final class FelixApp {
    private static final long LONGEST_STOP_MILLIS = 10_000;

    private FelixApp() {}

    public static void main(String[] arguments) throws BundleException, InterruptedException {
        Felix framework = new Felix(Map.of(
                Constants.FRAMEWORK_STORAGE,
                arguments[0],
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
        framework.start();
        Bundle last = null;
        for (int i = 1; i < arguments.length; i++) {
            last = framework
                    .getBundleContext()
                    .installBundle(new File(arguments[i]).toURI().toString());
        }
        if (last != null) {
            last.start();
        }
        framework.stop();
        framework.waitForStop(LONGEST_STOP_MILLIS);
    }
}
