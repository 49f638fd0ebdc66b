package io.querytap.agent.console;

import io.querytap.agent.console.http.HttpRequest;
import io.querytap.agent.console.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** JSON to be sent, packed where the client can unpack it, and not at all where he has it. Thread-safe. */
final class Body {
    /** Less is not worth packing. */
    private static final int MIN_PACKED_BYTES = 1_024;

    /** When the document was written, in the order in which it says so; two that differ in that alone say the same. */
    private static final String[] TIMES = {"\"writtenAt\":", "\"uptimeSeconds\":", "\"lastSlotSeconds\":"};

    /** Of the digest that tells two answers apart. */
    private static final int TAG_BYTES = 12;

    private final byte[] bytes;
    private @Nullable String tag; // guarded by this
    private byte @Nullable [] packed; // guarded by this

    Body(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    HttpResponse answer(HttpRequest request) {
        String current = tag();
        if (isKnown(request.header("If-None-Match"), current)) {
            return HttpResponse.empty(304).with("ETag", current).with("Vary", "Accept-Encoding");
        }
        boolean packs = bytes.length >= MIN_PACKED_BYTES && unpacks(request.header("Accept-Encoding"));
        HttpResponse response = HttpResponse.json(packs ? packed() : bytes)
                .with("ETag", current)
                .with("Vary", "Accept-Encoding");
        return packs ? response.with("Content-Encoding", "gzip") : response;
    }

    private static boolean isKnown(@Nullable String known, String current) {
        if (known == null) {
            return false;
        }
        for (String one : known.split(",", -1)) {
            if (one.strip().equals(current) || one.strip().equals("*")) {
                return true;
            }
        }
        return false;
    }

    /** Whether gzip is listed, and not with a quality of 0. */
    private static boolean unpacks(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        for (String one : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String coding = one.strip().replace(" ", "");
            if (coding.equals("gzip") || coding.startsWith("gzip;q=") && !coding.matches("gzip;q=0(\\.0*)?")) {
                return true;
            }
        }
        return false;
    }

    /** A weak one: with the same tag, all but the times is the same. */
    synchronized String tag() {
        if (tag == null) {
            byte[] digest = new byte[TAG_BYTES];
            System.arraycopy(digest(), 0, digest, 0, TAG_BYTES);
            tag = "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
        }
        return tag;
    }

    private byte[] digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String text = new String(bytes, StandardCharsets.ISO_8859_1); // a character for each byte
            int from = 0;
            for (String time : TIMES) {
                int value = text.indexOf(time, from);
                if (value >= 0) {
                    sha.update(bytes, from, value - from);
                    from = end(text, value);
                }
            }
            sha.update(bytes, from, bytes.length - from);
            return sha.digest();
        } catch (NoSuchAlgorithmException impossible) { // every JVM has it
            throw new IllegalStateException(impossible);
        }
    }

    /** Where the value of a field ends. */
    private static int end(String text, int field) {
        int end = field;
        while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != '}') {
            end++;
        }
        return end;
    }

    private synchronized byte[] packed() {
        if (packed == null) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
            try (OutputStream gzip = new FastGzip(out)) {
                gzip.write(bytes);
            } catch (IOException impossible) { // memory does not fail
                throw new UncheckedIOException(impossible);
            }
            packed = out.toByteArray();
        }
        return packed;
    }

    /** Processors are the application's: a third larger, in a third of the time. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
