package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Key;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.World;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Tells a client of every change, over a web socket or an answer without end. */
final class Watching {

    private final Vertx vertx;
    private final World world;
    private final HttpServerRequest request;
    private final Map<String, String> query;

    Watching(Vertx vertx, World world, HttpServerRequest request, Map<String, String> query) {
        this.vertx = vertx;
        this.world = world;
        this.request = request;
        this.query = query;
    }

    static boolean wants(HttpServerRequest request, Map<String, String> query) {
        return new Asked(request.method().name(), request.path(), query, "", "").watches();
    }

    void begin() {
        var target = Target.of(request.path());
        if (target.isEmpty()) {
            request.response().setStatusCode(404).end("404 page not found\n");
        } else if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.toWebSocket().onSuccess(socket -> overSocket(target.get(), socket));
        } else {
            overResponse(target.get());
        }
    }

    private void overSocket(Target target, ServerWebSocket socket) {
        var watcher = watcher(target, line -> {
            if (!socket.isClosed()) {
                socket.writeTextMessage(line);
            }
        });
        socket.closeHandler(closed -> world.objects().forget(watcher));
        start(target, watcher);
    }

    private void overResponse(Target target) {
        var response = request.response().setChunked(true).putHeader("Content-Type", "application/json");
        var watcher = watcher(target, line -> {
            if (!response.closed()) {
                response.write(line + "\n");
            }
        });
        response.closeHandler(closed -> world.objects().forget(watcher));
        start(target, watcher);
    }

    private Objects.Watcher watcher(Target target, Consumer<String> send) {
        Predicate<JsonNode> wanted = Reading.wanted(target, asked());
        var context = vertx.getOrCreateContext();
        return (event, key, object) -> {
            if (key.kind().equals(target.kind()) && wanted.test(object)) {
                var line = line(event, object);
                context.runOnContext(any -> send.accept(line));
            }
        };
    }

    private Asked asked() {
        return new Asked("GET", request.path(), query, "", "");
    }

    private static String line(String event, ObjectNode object) {
        var message = Json.object().put("type", event);
        message.set("object", object);
        return Json.write(message);
    }

    /** First comes whatever is newer than the version that the client has seen. */
    private void start(Target target, Objects.Watcher watcher) {
        var seen = query.getOrDefault("resourceVersion", "");
        var after = seen.isEmpty() ? 0 : Long.parseLong(seen);
        vertx.executeBlocking(
                () -> world.on(there -> {
                    new Reading(there.objects())
                            .chosen(target, asked()).stream()
                                    .filter(object -> Json.at(object, "metadata", "resourceVersion")
                                                    .asLong()
                                            > after)
                                    .forEach(object -> watcher.saw(
                                            after == 0 ? "ADDED" : "MODIFIED", key(target, object), object));
                    there.objects().watch(watcher);
                    return there;
                }),
                false);
    }

    private static Key key(Target target, ObjectNode object) {
        return Objects.key(target.kind(), object);
    }
}
