package io.querytap.agent;

import io.querytap.cache.CacheConfig;
import io.querytap.cache.CacheOperations;
import io.querytap.cache.ResultCaching;
import io.querytap.cache.redis.RedisSettings;
import io.querytap.cache.redis.RedisTier;
import io.querytap.cache.rule.RuleFile;
import io.querytap.cache.shadow.Evidence;
import io.querytap.cache.stats.CacheFigures;
import io.querytap.cache.store.EntryFormat;
import io.querytap.core.cache.ResultCache;
import io.querytap.core.diagnostic.Diagnostics;
import io.querytap.core.settings.CacheSettings;
import io.querytap.core.settings.Configuration;
import io.querytap.core.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result cache as it is configured. Without rules nothing of it is loaded but what the JVM needs to verify this class, and with them
 * not before the first class of a driver; nothing of Redis without its address.
 */
public final class Caching {
    /** How often the file with the rules is looked at. */
    private static final long LOOK_NANOS = 2_000_000_000L;

    private static final long BYTES_PER_MIB = 1L << 20;

    /** A write may wait longer than a read: what it cannot tell in time makes others read what is old. */
    private static final int FENCE_BUDGETS_PER_READ = 2;

    private final Configuration configuration;
    private final @Nullable RuleFile rules;
    private volatile @Nullable ResultCaching cache;
    private long nextLookNanos; // of the control thread

    Caching(Configuration configuration) {
        this.configuration = configuration;
        Path file = configuration.find(Settings.CACHE.rules);
        this.rules = file == null || !isSound(configuration) ? null : new RuleFile(file);
    }

    /** What would make answers wrong, or readable to others, switches the cache off instead of being left out. */
    private static boolean isSound(Configuration configuration) {
        CacheSettings settings = Settings.CACHE;
        if (configuration.isRejected(settings.redis)
                || configuration.isRejected(settings.redisCertificate)
                || configuration.isRejected(settings.namespace)) {
            return false; // said already
        }
        if (configuration.get(settings.encrypt) && configuration.find(settings.secret) == null) {
            Diagnostics.say(settings.encrypt.propertyName() + "=true needs " + settings.secret.propertyName()
                    + ", from which the key is made; nothing is cached");
            return false;
        }
        return true;
    }

    /** Whether drivers are to be woven for it. */
    boolean isWanted() {
        return rules != null;
    }

    /** Makes the cache; called once, when the first class of a driver is woven, if it is wanted. */
    ResultCache start() {
        RuleFile file = rules;
        if (file == null) {
            throw new IllegalStateException("not wanted");
        }
        file.refresh();
        CacheSettings settings = Settings.CACHE;
        long budgetNanos = configuration.get(settings.redisTimeout).toNanos();
        CacheConfig.Builder config = CacheConfig.withRules(file::rules)
                .namespace(configuration.get(settings.namespace))
                .maxBytes(configuration.get(settings.localMib) * BYTES_PER_MIB)
                .schemaInterval(configuration.get(settings.schemaInterval))
                .statelessSessions(configuration.get(settings.pooler))
                .lookBudgetNanos(budgetNanos)
                .fenceBudgetNanos(FENCE_BUDGETS_PER_READ * budgetNanos);
        String addresses = configuration.find(settings.redis);
        if (addresses != null) {
            config.tier(tier(addresses)).format(format());
        }
        ResultCaching made = new ResultCaching(config.build());
        cache = made;
        return made;
    }

    private RedisTier tier(String addresses) {
        RedisSettings redis = RedisSettings.of(addresses)
                .withNamespace(configuration.get(Settings.CACHE.namespace))
                .withFenceDuration(configuration.get(Settings.CACHE.commitTimeout));
        Path certificate = configuration.find(Settings.CACHE.redisCertificate);
        if (certificate != null) {
            redis = redis.withTrustedCertificates(certificate.toFile());
        }
        RedisTier tier = new RedisTier(redis);
        tier.start();
        return tier;
    }

    private EntryFormat format() {
        String secret = configuration.find(Settings.CACHE.secret);
        return new EntryFormat(
                secret == null ? null : secret.getBytes(StandardCharsets.UTF_8),
                configuration.get(Settings.CACHE.encrypt));
    }

    /** Looks whether the rules have changed; for the control thread, now and then. */
    void look(long nowNanos) {
        ResultCaching made = cache;
        RuleFile file = rules;
        if (made != null && file != null && nowNanos - nextLookNanos >= 0) {
            nextLookNanos = nowNanos + LOOK_NANOS;
            if (file.refresh()) {
                made.refreshRules();
            }
        }
    }

    /** What it did; null where there is no cache. */
    public @Nullable CacheFigures figures() {
        ResultCaching made = cache;
        return made == null ? null : made.figures();
    }

    /** What can be asked of it; null where there is no cache. */
    @Nullable
    CacheOperations operations() {
        return cache;
    }

    /** What was proven against the rules that were withdrawn since the last call. */
    List<Evidence> takeWithdrawn() {
        ResultCaching made = cache;
        return made == null ? List.of() : made.takeWithdrawn();
    }
}
