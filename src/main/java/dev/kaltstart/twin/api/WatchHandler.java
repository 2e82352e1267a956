package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.World;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;

/** Streams changes to a client, over a web socket or a chunked response. */
final class WatchHandler {

    private static final int SECOND = 1000;

    private final Vertx vertx;
    private final World world;
    private final HttpServerRequest request;
    private final Map<String, String> query;

    WatchHandler(Vertx vertx, World world, HttpServerRequest request, Map<String, String> query) {
        this.vertx = vertx;
        this.world = world;
        this.request = request;
        this.query = query;
    }

    static boolean wants(HttpServerRequest request, Map<String, String> query) {
        return new ApiRequest(request.method().name(), request.path(), query, "", "").watches();
    }

    void begin() {
        var target = RequestTarget.of(request.path());
        if (target.isEmpty()) {
            request.response().setStatusCode(404).end("404 page not found\n");
        } else if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.toWebSocket().onSuccess(socket -> overSocket(target.get(), socket));
        } else {
            overResponse(target.get());
        }
    }

    private void overSocket(RequestTarget target, ServerWebSocket socket) {
        var listener = listener(target, new WatchClient.Line() {
            @Override
            public void send(String line) {
                if (!socket.isClosed()) {
                    socket.writeTextMessage(line);
                }
            }

            @Override
            public void end() {
                socket.close();
            }
        });
        socket.closeHandler(closed -> over(listener));
        start(listener);
    }

    private void overResponse(RequestTarget target) {
        var response = request.response().setChunked(true).putHeader("Content-Type", "application/json");
        var listener = listener(target, new WatchClient.Line() {
            @Override
            public void send(String line) {
                if (!response.closed()) {
                    response.write(line + "\n");
                }
            }

            @Override
            public void end() {
                if (!response.ended()) {
                    response.end();
                }
            }
        });
        response.closeHandler(closed -> over(listener));
        start(listener);
    }

    private WatchClient listener(RequestTarget target, WatchClient.Line line) {
        var asked = new ApiRequest("GET", request.path(), query, "", "");
        return new WatchClient(target, ReadHandler.wanted(target, asked), vertx.getOrCreateContext(), line);
    }

    private void start(WatchClient listener) {
        vertx.executeBlocking(
                () -> world.on(there -> {
                    try {
                        catchUp(there.objects(), listener);
                        there.objects().watch(listener);
                        letEnd(listener);
                    } catch (ApiError refusal) {
                        listener.refuse(refusal);
                    }
                    return there;
                }),
                false);
    }

    /** First sends the changes since the client's version, or else the current objects. */
    private void catchUp(Objects objects, WatchClient listener) {
        var seen = query.getOrDefault("resourceVersion", "");
        if (seen.isEmpty() || seen.equals("0")) {
            for (ObjectNode object : objects.list(listener.target().kind())) {
                var version = object.path("metadata").path("resourceVersion").asLong();
                listener.saw(new Objects.Change(
                        version, Objects.key(listener.target().kind(), object), null, object));
            }
            if ("true".equals(query.get("sendInitialEvents"))) {
                listener.bookmark(objects.version(), true);
            }
        } else {
            objects.since(Long.parseLong(seen)).forEach(listener::saw);
        }
    }

    /** Sends bookmarks, if requested, every minute and two seconds before the end. */
    private void letEnd(WatchClient listener) {
        var seconds = Long.parseLong(query.getOrDefault("timeoutSeconds", "0"));
        if (query.getOrDefault("allowWatchBookmarks", "").matches("true|1")) {
            var minute = vertx.setPeriodic(60L * SECOND, timer -> mark(listener));
            listener.whenOver(() -> vertx.cancelTimer(minute));
            if (seconds > 0) {
                vertx.setTimer(Math.max(1, (seconds - 2) * SECOND), timer -> mark(listener));
            }
        }
        if (seconds > 0) {
            vertx.setTimer(seconds * SECOND, timer -> listener.end());
        }
    }

    private void over(WatchClient listener) {
        world.objects().forget(listener);
        listener.over();
    }

    private void mark(WatchClient listener) {
        vertx.executeBlocking(
                () -> world.on(there -> {
                    listener.bookmark(there.objects().version(), false);
                    return there;
                }),
                false);
    }
}
