package io.querytap.agent.console;

import io.querytap.agent.console.http.HttpServer;
import io.querytap.cache.CacheOperations;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.HostPort;
import io.querytap.core.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The live console: listens, says where, and ends. */
public final class Console {
    private final HttpServer server;

    private Console(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts it; may resolve a name.
     *
     * @param document makes the report's JSON of now
     * @param cache the result cache; null as long as there is none
     * @return null if it cannot listen there, which is then said
     */
    public static @Nullable Console start(
            Configuration configuration,
            HostPort address,
            Supplier<byte[]> document,
            Supplier<@Nullable CacheOperations> cache) {
        try {
            InetAddress host = InetAddress.getByName(address.host());
            String chosen = configuration.find(Settings.CONSOLE_TOKEN);
            Token token = new Token(chosen == null ? Token.random() : chosen, System::nanoTime);
            ConsoleHandler handler = new ConsoleHandler(
                    new Gate(address.host(), host.isLoopbackAddress(), token),
                    new Documents(document, System::nanoTime),
                    new CacheCommands(cache));
            HttpServer server = HttpServer.open(new InetSocketAddress(host, address.port()), handler);
            server.start();
            say(url(address, server.address().getPort()), host.isLoopbackAddress(), chosen == null ? token : null);
            return new Console(server);
        } catch (UnknownHostException unknown) {
            return nowhere(address, "the host is not known");
        } catch (IOException failure) {
            return nowhere(address, String.valueOf(failure.getMessage()));
        }
    }

    private static @Nullable Console nowhere(HostPort address, String why) {
        Diagnostics.say(Settings.CONSOLE.propertyName() + ": cannot listen at " + address + " (" + why
                + "); there is no console");
        return null;
    }

    /** Ends it; returns at once. */
    public void stop() {
        server.close();
    }

    private static String url(HostPort address, int port) {
        String host = address.host().indexOf(':') < 0 ? address.host() : '[' + address.host() + ']';
        return "http://" + host + ':' + port + '/';
    }

    private static void say(String url, boolean onLoopback, @Nullable Token random) {
        Diagnostics.say("console: " + url
                + (onLoopback ? "" : ", open to other machines: not encrypted, everything needs the token")
                + (random == null ? "" : "; token " + random.text()));
    }
}
