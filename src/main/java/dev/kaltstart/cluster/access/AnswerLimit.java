package dev.kaltstart.cluster.access;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Aborts a response that does not complete in time, and resets its connection. The client's own request time-out
 * covers only the time to the first byte: a response that trickles in would block its thread for ever.
 *
 * @param limit from the first line of the response to its last byte
 */
record AnswerLimit(Duration limit) implements Interceptor {

    /** Watches and followed logs are meant to stay open. */
    private static final Pattern STREAM = Pattern.compile("(^|&)(watch|follow)=(true|1)(&|$)");

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.body() instanceof AsyncBody body && !isStream(request.uri())) {
            bound(body, request.uri());
        }
    }

    /** Neither stage's result is used: the reader of the body gets the error. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void bound(AsyncBody body, URI uri) {
        var deadline = new CompletableFuture<AsyncBody>();
        deadline.completeOnTimeout(body, limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenAcceptAsync(late -> giveUp(late, uri));
        body.done().whenComplete((done, failure) -> deadline.cancel(false));
    }

    private void giveUp(AsyncBody body, URI uri) {
        // before the body is cancelled, so that the waiting caller gets the reason
        var server = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        body.done()
                .completeExceptionally(new SocketTimeoutException(
                        "the answer of " + server + " was not whole " + limit.toSeconds() + " s after it began"));
        body.cancel();
    }

    private static boolean isStream(URI uri) {
        return uri.getRawQuery() != null && STREAM.matcher(uri.getRawQuery()).find();
    }
}
