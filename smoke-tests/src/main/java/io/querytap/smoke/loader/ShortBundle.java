package io.querytap.smoke.loader;

import io.querytap.smoke.app.ShortApp;
import org.h2.Driver;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** {@link ShortApp} as an OSGi bundle. */
public final class ShortBundle implements BundleActivator {
    @Override
    public void start(BundleContext context) throws Exception {
        // Bundles don't find drivers by the context class loader.
        Driver.load();
        ShortApp.main(new String[] {"jdbc:h2:mem:bundle"});
    }

    @Override
    public void stop(BundleContext context) {
        // Nothing runs on.
    }
}
