package io.querytap.agent.console;

import java.nio.charset.StandardCharsets;

/** The page that shows the data as they come; a bare one. */
final class LivePage {
    private LivePage() {}

    static byte[] of(String nonce) {
        return ("<!DOCTYPE html><html lang=\"en\" data-live><title>Querytap</title><pre id=\"data\"></pre><script nonce=\""
                        + nonce
                        + "\">setInterval(() => fetch('api/snapshot').then(r => r.text()).then(t => {"
                        + " document.getElementById('data').textContent = t; }), 2000)</script></html>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
