package io.querytap.agent;

import io.querytap.agent.console.Console;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.HostPort;
import io.querytap.core.settings.Settings;
import org.jspecify.annotations.Nullable;

/** The console, where one is wanted; else nothing of it is loaded. */
final class LiveConsole {
    private final Configuration configuration;
    private final Reports reports;
    private final Caching caching;
    private volatile @Nullable Console console;

    LiveConsole(Configuration configuration, Reports reports, Caching caching) {
        this.configuration = configuration;
        this.reports = reports;
        this.caching = caching;
    }

    /** On a thread of its own: the name of a host may take seconds to resolve. */
    void startIfWanted() {
        HostPort address = configuration.find(Settings.CONSOLE);
        if (address == null) {
            return;
        }
        try {
            ControlPlane.newThread(() -> start(address), "querytap-console-start")
                    .start();
        } catch (Throwable failure) { // the control thread has other things to do
            Diagnostics.failed("starting the console", failure);
        }
    }

    private void start(HostPort address) {
        try {
            console = Console.start(configuration, address, reports::document, caching::operations);
        } catch (Throwable failure) {
            Diagnostics.failed("starting the console", failure);
        }
    }

    void stop() {
        Console started = console;
        if (started != null) {
            started.stop();
        }
    }
}
