package io.querytap.core.stats;

/** What happened when the call site of a pattern was looked at; one site is kept for each. */
public enum SiteReason {
    SLOW,
    LARGE_RESULT,
    EARLY_CLOSE,
    UNREAD_RESULT,
    UNREAD_COLUMNS,
    DEEP_OFFSET
}
