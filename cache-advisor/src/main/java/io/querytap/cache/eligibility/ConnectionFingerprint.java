package io.querytap.cache.eligibility;

import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.OpenedConnection;
import io.querytap.core.stats.DatabaseIdentity;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a connection was made from: where it goes, as whom, with which options. Two connections of one fingerprint begin in the same state.
 * Of passwords nothing is in it.
 */
public final class ConnectionFingerprint {
    private static final String[] SECRETS = {"password", "passwd", "pwd", "secret", "token", "passphrase", "credential"
    };

    private ConnectionFingerprint() {}

    /**
     * Writes the fingerprint.
     *
     * @return why the connection cannot take part; null if it can
     */
    public static @Nullable Refusal write(OpenedConnection opened, KeyWriter key) {
        String url = opened.url();
        if (url == null) {
            return Refusal.SESSION_UNKNOWN; // made by a data source in ways that nobody saw
        }
        DatabaseIdentity database = opened.database();
        key.writeText(database.system())
                .writeText(database.serverAddress())
                .writeInt(database.serverPort())
                .writeText(database.namespace());
        key.writeText(withoutSecrets(url));
        Properties properties = opened.properties();
        Set<String> names = new TreeSet<>();
        if (properties != null) {
            for (String name : properties.stringPropertyNames()) {
                if (!isSecret(name)) {
                    names.add(name);
                }
            }
        }
        key.writeInt(names.size());
        for (String name : names) {
            key.writeText(name).writeText(properties == null ? null : properties.getProperty(name));
        }
        return readsUncommitted(url, properties) ? Refusal.READ_UNCOMMITTED : null;
    }

    /** A driver can be told the level by options of its own, or to send SET when it connects. */
    private static boolean readsUncommitted(String url, @Nullable Properties properties) {
        if (isUncommitted(url)) {
            return true;
        }
        if (properties != null) {
            for (String name : properties.stringPropertyNames()) {
                if (!isSecret(name) && isUncommitted(properties.getProperty(name))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isUncommitted(@Nullable String text) {
        return text != null && text.toLowerCase(Locale.ROOT).contains("uncommitted");
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String secret : SECRETS) {
            if (lower.contains(secret)) {
                return true;
            }
        }
        return false;
    }

    /** The URL without the values of parameters whose names tell of secrets, and without the password before the host. */
    static String withoutSecrets(String url) {
        StringBuilder kept = new StringBuilder(url.length());
        int at = 0;
        while (at < url.length()) {
            int end = at;
            while (end < url.length() && !isSeparator(url.charAt(end))) {
                end++;
            }
            String part = url.substring(at, end);
            int equals = part.indexOf('=');
            int host = part.lastIndexOf('@');
            if (equals > 0 && isSecret(part.substring(0, equals))) {
                part = part.substring(0, equals + 1);
            } else if (host > 0
                    && part.lastIndexOf(':', host) >= 0
                    && kept.toString().endsWith("://")) {
                part = part.substring(0, part.indexOf(':') + 1) + part.substring(host); // user:password@host
            }
            kept.append(part);
            if (end < url.length()) {
                kept.append(url.charAt(end));
            }
            at = end + 1;
        }
        return kept.toString();
    }

    private static boolean isSeparator(char c) {
        return c == '?' || c == '&' || c == ';' || c == '/' || c == ',' || c == '(' || c == ')';
    }
}
