package io.querytap.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisSettingsTest {
    @Test
    void of_severalAddresses_areTakenApartButNotTheHostsOfOne() {
        assertThat(RedisSettings.of(" redis://a:1,rediss://b, redis://c/2 ").addresses())
                .containsExactly("redis://a:1", "rediss://b", "redis://c/2");
        assertThat(RedisSettings.of("redis-sentinel://redis1,redis2:26380#shop").addresses())
                .containsExactly("redis-sentinel://redis1,redis2:26380#shop");
    }

    @Test
    void of_nothing_isRefused() {
        assertThatThrownBy(() -> RedisSettings.of(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withNamespace_bracesOrNothing_isRefused() {
        RedisSettings settings = RedisSettings.of("redis://a");
        assertThat(settings.withNamespace("shop-1").namespace()).isEqualTo("shop-1");
        assertThatThrownBy(() -> settings.withNamespace("a}b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withNamespace("")).isInstanceOf(IllegalArgumentException.class);
    }
}
