package io.querytap.agent.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/** By what attributes the series of a metric are told apart, in the words of {@code docs/telemetry.md}. */
enum SeriesKind {
    /** There is only one. */
    ONE(""),
    DATABASE(Group.DATABASE.title),
    PATTERN(Group.DATABASE.title + ", " + Group.PATTERN.title),
    OPERATION(Group.DATABASE.title + ", " + Group.PATTERN.title + ", " + Group.FAILURE.title
            + "; for commits and rollbacks " + Group.DATABASE.title + " and " + Group.quoted(Keys.OPERATION)),
    TRANSACTION(Group.DATABASE.title + ", " + Group.quoted(Keys.TRANSACTION_OUTCOME)),
    POOL(Group.POOL.title),
    POOL_STATE(Group.POOL.title + ", " + Group.quoted(Keys.CONNECTION_STATE)),
    POOL_HOLDER(Group.POOL.title + ", " + Group.quoted(Keys.HOLDER_STATE) + ", " + Group.quoted(Keys.HOLDER_UNIT) + ", "
            + Group.quoted(Keys.HOLDER_SITE)),
    FINDING(Group.quoted(Keys.FINDING_KIND)),
    FINDING_RANK(Group.quoted(Keys.FINDING_KIND) + ", " + Group.quoted(Keys.FINDING_CONFIDENCE) + ", "
            + Group.quoted(Keys.FINDING_SEVERITY)),
    CACHE_RULE(Group.CACHE_RULE.title),
    CACHE_OUTCOME(Group.CACHE_RULE.title + ", " + Group.quoted(Keys.CACHE_OUTCOME)),
    CACHE_REFUSAL(Group.CACHE_RULE.title + ", " + Group.quoted(Keys.CACHE_REFUSAL)),
    CACHE_COMPARISON(Group.CACHE_RULE.title + ", " + Group.quoted(Keys.CACHE_COMPARISON));

    private final String text;

    SeriesKind(String text) {
        this.text = text;
    }

    /** Groups by their titles, further attributes in back quotes; empty where there is only one series. */
    String text() {
        return text;
    }

    /** Attributes that go together. */
    enum Group {
        DATABASE(
                "database",
                quoted(Keys.SYSTEM) + ", " + quoted(Keys.NAMESPACE) + " where known, " + quoted(Keys.SERVER_ADDRESS)
                        + " where known, " + quoted(Keys.SERVER_PORT) + " where it is not the system's default"),
        PATTERN(
                "pattern",
                quoted(Keys.PATTERN_ID) + " (16 hex digits, the same as in the report), " + quoted(Keys.QUERY_SUMMARY)
                        + " where known"),
        FAILURE(
                "failure",
                quoted(Keys.ERROR_TYPE) + ", and " + quoted(Keys.STATUS_CODE)
                        + " if the database gave a code; absent on successes"),
        POOL("pool", quoted(Keys.POOL_NAME)),
        CACHE_RULE("cache rule", quoted(Keys.CACHE_RULE) + ": the name that the rule has in its file");

        private final String title;
        private final String attributes;

        Group(String title, String attributes) {
            this.title = title;
            this.attributes = attributes;
        }

        String title() {
            return title;
        }

        String attributes() {
            return attributes;
        }

        /** Here and not outside, so that the groups can be made before the kinds that they are part of. */
        private static String quoted(AttributeKey<?> key) {
            return '`' + key.getKey() + '`';
        }
    }
}
