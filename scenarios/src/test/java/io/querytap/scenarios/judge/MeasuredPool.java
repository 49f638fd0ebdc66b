package io.querytap.scenarios.judge;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A pool as the application itself has measured it, and what the report says about it.
 *
 * @param firstRefused when an attempt first failed; the end of time if none did
 * @param isCalm whether it is beside the point of its scenario, and nothing may be laid to anybody in it
 * @param report missing if the report does not have it
 */
public record MeasuredPool(
        String name,
        long granted,
        long grantedNanos,
        long refused,
        long refusedNanos,
        Instant firstRefused,
        boolean isCalm,
        JsonNode report) {

    long attempts() {
        return granted + refused;
    }

    double seconds() {
        return (grantedNanos + refusedNanos) / 1e9;
    }
}
