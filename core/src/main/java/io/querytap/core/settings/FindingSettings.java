package io.querytap.core.settings;

import static io.querytap.core.settings.Settings.declare;

import io.querytap.core.detect.Finding.Kind;
import io.querytap.core.detect.FindingRules;
import io.querytap.core.detect.FindingRules.Profile;
import io.querytap.core.detect.Threshold;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is looked for: one setting for each {@link Threshold}, and what switches whole kinds on and off. */
public final class FindingSettings {
    private static final String PREFIX = "findings.";
    private static final long NANOS_PER_MILLI = 1_000_000;

    public final Setting<Boolean> enabled;
    public final Setting<Profile> profile;
    public final Setting<List<Kind>> off;
    public final Setting<Boolean> unparameterized;
    public final Setting<List<String>> mayTransactLong;
    private final @Nullable Setting<?>[] thresholds = new Setting<?>[Threshold.values().length];

    /** @param declared receives each setting in reading order */
    FindingSettings(List<Setting<?>> declared) {
        enabled = add(
                declared,
                declare(Section.FINDINGS, "findings", ValueType.bool())
                        .defaultsTo("true")
                        .means("`false`: nothing is looked for, and nothing is recorded for it."));
        profile = add(
                declared,
                declare(Section.FINDINGS, PREFIX + "profile", ValueType.choice(Profile.values()))
                        .defaultsTo("prod")
                        .means(
                                "Which defaults the limits below have. `prod`: for applications at work, what matters."
                                        + " `test`: for tests with little data, where fewer repeats are enough and time does not count."));
        off = add(
                declared,
                declare(Section.FINDINGS, PREFIX + "off", new KindsType())
                        .rejectedMeans("all kinds are looked for")
                        .means("Kinds of findings that are not looked for, separated by commas, such as"
                                + " `write_loop,early_close`."));
        unparameterized = add(
                declared,
                declare(Section.FINDINGS, PREFIX + "unparameterized", ValueType.bool())
                        .defaultsTo("true")
                        .means(
                                "Whether statements are looked for whose values are written into their text instead of bound."));
        for (Threshold threshold : Threshold.values()) {
            thresholds[threshold.ordinal()] = add(declared, setting(threshold));
        }
        mayTransactLong = add(
                declared,
                declare(Section.FINDINGS, PREFIX + "long-transaction.except", ValueType.list())
                        .rejectedMeans("no name is exempt")
                        .means(
                                "Names of units of work that may have long transactions, such as batch jobs, separated by commas;"
                                        + " `*` stands for any text."));
    }

    /** The rules that a configuration comes to; null where nothing is looked for. */
    public static @Nullable FindingRules rules(Configuration configuration) {
        FindingSettings settings = Settings.FINDINGS;
        if (!configuration.get(settings.enabled)) {
            return null;
        }
        FindingRules.Builder rules = FindingRules.builder(configuration.get(settings.profile))
                .slowQueryNanos(configuration.get(Settings.SLOW_QUERY).toNanos());
        List<Kind> off = configuration.find(settings.off);
        if (off != null) {
            rules.off(off);
        }
        if (!configuration.get(settings.unparameterized)) {
            rules.off(List.of(Kind.UNPARAMETERIZED_SQL));
        }
        List<String> exempt = configuration.find(settings.mayTransactLong);
        if (exempt != null) {
            rules.mayTransactLong(exempt);
        }
        for (Threshold threshold : Threshold.values()) {
            Setting<?> setting = settings.thresholds[threshold.ordinal()];
            Object value = setting == null ? null : configuration.find(setting);
            if (value instanceof Duration) {
                rules.limit(threshold, ((Duration) value).toNanos());
            } else if (value instanceof Integer) {
                rules.limit(threshold, (Integer) value);
            }
        }
        FindingRules built = rules.build();
        return built.anyIsOn() ? built : null;
    }

    private static Setting<?> setting(Threshold threshold) {
        ValueType<?> type = threshold.type() == Threshold.Type.TIME
                ? ValueType.duration(threshold.min(), threshold.max())
                : ValueType.wholeNumber(
                        Integer.parseInt(threshold.min()), Integer.parseInt(threshold.max()), threshold.unit());
        String production = text(threshold, Profile.PROD);
        String test = text(threshold, Profile.TEST);
        String byProfile = production.equals(test) ? production : production + "; profile `test`: " + test;
        return declare(Section.FINDINGS, PREFIX + threshold.id(), type)
                .unsetMeans(byProfile)
                .rejectedMeans("the default is used")
                .means(threshold.meaning());
    }

    private static String text(Threshold threshold, Profile profile) {
        long value = threshold.defaultOf(profile);
        return threshold.type() == Threshold.Type.TIME ? value / NANOS_PER_MILLI + "ms" : Long.toString(value);
    }

    private static <T> Setting<T> add(List<Setting<?>> declared, Setting<T> setting) {
        declared.add(setting);
        return setting;
    }
}
