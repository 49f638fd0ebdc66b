package io.querytap.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.querytap.agent.console.http.HttpHandler;
import io.querytap.agent.console.http.HttpRefusal;
import io.querytap.agent.console.http.HttpRequest;
import io.querytap.agent.console.http.HttpResponse;
import io.querytap.agent.console.http.HttpServer;
import io.querytap.agent.console.http.RawHttp;
import io.querytap.agent.console.http.RawHttp.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenTest {
    private final AtomicLong now = new AtomicLong();
    private final Token token = new Token("right-token-of-the-test", now::get);

    @Test
    void random_isLongAndNeverTheSame() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            made.add(Token.random());
        }
        assertThat(made).hasSize(100).allMatch(text -> text.matches("[A-Za-z0-9_-]{27}"));
    }

    @Test
    void wrongOnes_pastTheBound_areNotListenedToForAWhile() throws IOException {
        try (Guarded guarded = new Guarded()) {
            for (int i = 0; i < Token.MAX_WRONG; i++) {
                assertThat(guarded.ask("wrong").status()).isEqualTo(401);
            }
            Answer refused = guarded.ask("right-token-of-the-test");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 7L);

            now.addAndGet(Token.FORGIVEN_NANOS);
            assertThat(guarded.ask("wrong").status()).isEqualTo(401);
            assertThat(guarded.ask("wrong").status()).isEqualTo(429);

            now.addAndGet(Token.FORGIVEN_NANOS);
            assertThat(guarded.ask("right-token-of-the-test").status()).isEqualTo(204);
        }
    }

    @Test
    void missingOnes_areNotCounted() throws IOException {
        try (Guarded guarded = new Guarded()) {
            for (int i = 0; i < 2 * Token.MAX_WRONG; i++) {
                assertThat(RawHttp.ask(guarded.port, "GET /").status()).isEqualTo(401);
            }
            assertThat(guarded.ask("right-token-of-the-test").status()).isEqualTo(204);
        }
    }

    /** Lets in who knows the token. */
    private final class Guarded implements HttpHandler, AutoCloseable {
        private final HttpServer server =
                HttpServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this);
        private final int port = server.address().getPort();

        Guarded() throws IOException {
            server.start();
        }

        Answer ask(String sent) throws IOException {
            return RawHttp.ask(port, "GET /", "Authorization: Bearer " + sent);
        }

        @Override
        public HttpResponse handle(HttpRequest request) throws HttpRefusal {
            token.check(request);
            return HttpResponse.empty(204);
        }

        @Override
        public void rest() {
            // keeps nothing
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
