package io.querytap.agent.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.util.function.Consumer;

/** Tells {@link ExportHealth} how each request ended, after its retries. */
final class WatchedSender implements HttpSender {
    private final HttpSender sender;
    private final ExportHealth health;

    WatchedSender(HttpSender sender, ExportHealth health) {
        this.sender = sender;
        this.health = health;
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
        sender.send(
                message,
                response -> {
                    health.answered(response.getStatusCode());
                    onResponse.accept(response);
                },
                failure -> {
                    health.failed(failure);
                    onError.accept(failure);
                });
    }

    @Override
    public CompletableResultCode shutdown() {
        return sender.shutdown();
    }
}
