package dev.kaltstart.twin.api;

import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.World;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Serves the API of one world on loopback, while a control plane of that world is up. */
public final class ApiServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int SECONDS = 10;
    private static final double DROPPED = 0.03;
    private static final double FAILED = 0.08;

    private final Vertx vertx;
    private final World world;
    private final KubernetesApi api;
    private final Random chance;
    private final String shown;
    private @Nullable HttpServer server;
    private boolean closed;
    private int port;

    /**
     * @param port the previous port, which credentials refer to; 0 for any
     * @param token required from every client, as the machine may have other users
     */
    public ApiServer(Vertx vertx, World world, int port, String token) {
        this.vertx = vertx;
        this.shown = "Bearer " + token;
        this.world = world;
        this.api = new KubernetesApi(world);
        this.port = port;
        this.chance = world.seed().random("flapping");
    }

    /** Starts listening once, even while connections are refused: the port has to be known. */
    public synchronized void open() {
        try {
            listen();
        } catch (IllegalStateException taken) {
            port = 0;
            listen();
        }
        follow();
    }

    private void listen() {
        var made = vertx.createHttpServer().requestHandler(this::handle);
        wait(made.listen(port, LOOPBACK));
        port = made.actualPort();
        server = made;
    }

    /**
     * Advances the world's clock. Accepts connections while a control plane is up, else refuses them; never again
     * once it was closed.
     */
    public synchronized void follow() {
        // the clock thread may be late
        var wanted = !closed && world.on(World::apiListens);
        if (wanted && server == null) {
            listen();
        } else if (!wanted) {
            refuse();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        refuse();
    }

    private void refuse() {
        if (server != null) {
            wait(server.close());
            server = null;
        }
    }

    public String url() {
        return "http://" + LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    private static <T> void wait(Future<T> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the twin's API cannot listen on " + LOOPBACK, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void handle(HttpServerRequest request) {
        if (!shown.equals(request.getHeader("Authorization"))) {
            send(request, ApiResponse.no(new ApiError(401, "Unauthorized", "Unauthorized")));
            return;
        }
        if (world.order().suffers(Fault.API_FLAPPING) && flaps(request)) {
            return;
        }
        var query = new HashMap<String, String>();
        request.params().forEach(query::put);
        if (WatchHandler.wants(request, query)) {
            new WatchHandler(vertx, world, request, query).begin();
            return;
        }
        request.body().onSuccess(body -> {
            var type = request.headers().contains("Content-Type") ? request.getHeader("Content-Type") : "";
            var asked = new ApiRequest(request.method().name(), request.path(), query, type, body.toString());
            vertx.executeBlocking(() -> api.answer(asked), false)
                    .onSuccess(answer -> send(request, answer))
                    .onFailure(error -> send(request, ApiResponse.text(500, String.valueOf(error))));
        });
    }

    /** Random, so that no series of calls always hits the same failure. */
    private boolean flaps(HttpServerRequest request) {
        var luck = luck();
        if (luck < DROPPED) {
            request.connection().close();
            return true;
        }
        if (luck < DROPPED + FAILED) {
            var status =
                    new ApiError(503, "ServiceUnavailable", "the server is currently unable to handle the request");
            send(request, ApiResponse.no(status));
            return true;
        }
        return false;
    }

    private synchronized double luck() {
        return chance.nextDouble();
    }

    private static void send(HttpServerRequest request, ApiResponse answer) {
        request.response()
                .setStatusCode(answer.code())
                .putHeader("Content-Type", answer.contentType())
                .end(answer.body());
    }
}
