package io.querytap.agent.sarif;

import io.querytap.core.detect.Finding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells whether a finding of this run is the one of an earlier run: by its kind, its patterns, the kind of work and the method
 * it comes from. Not by the line, which moves, nor by figures, nor by the name of the database, which differs between machines.
 * For one document; not thread-safe.
 */
final class Fingerprints {
    /** Of the 64 hex digits of the hash; 64 bits keep the few hundred findings of a repository apart. */
    private static final int HEX_DIGITS = 16;

    private final Map<String, Integer> times = new HashMap<>();

    /** Sixteen hex digits and which of those alike it is, from 1 on. */
    String of(Finding finding) {
        Finding.Unit unit = finding.unit();
        String identity = String.join(
                "\n",
                finding.kind().id(),
                finding.pattern(),
                String.valueOf(finding.source()),
                unit == null ? "" : unit.name(),
                finding.callSite() == null
                        ? ""
                        : SourceLine.of(finding.callSite()).qualifiedName());
        String hash = hash(identity);
        return hash + ':' + times.merge(hash, 1, Integer::sum);
    }

    private static String hash(String text) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
        StringBuilder hex = new StringBuilder(HEX_DIGITS);
        for (int i = 0; i < HEX_DIGITS / 2; i++) {
            hex.append(Character.forDigit(digest[i] >> 4 & 0xf, 16)).append(Character.forDigit(digest[i] & 0xf, 16));
        }
        return hex.toString();
    }
}
