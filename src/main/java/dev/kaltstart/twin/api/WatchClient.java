package dev.kaltstart.twin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Objects;
import io.vertx.core.Context;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One client's watch: maps every change to the selection of that client. */
final class WatchClient implements Objects.Watcher {

    private final RequestTarget target;
    private final Predicate<JsonNode> wanted;
    private final Context context;
    private final Line line;
    private Runnable over = () -> {};

    /** The sink of the events. */
    interface Line {
        void send(String event);

        void end();
    }

    WatchClient(RequestTarget target, Predicate<JsonNode> wanted, Context context, Line line) {
        this.target = target;
        this.wanted = wanted;
        this.context = context;
        this.line = line;
    }

    RequestTarget target() {
        return target;
    }

    /** For this client an object that leaves the selection is deleted, and one that enters it is added. */
    @Override
    public void saw(Objects.Change change) {
        if (!change.key().kind().equals(target.kind())) {
            return;
        }
        var was = selected(change.before());
        if (change.after() != null && selected(change.after())) {
            tell(was ? "MODIFIED" : "ADDED", change.after());
        } else if (was && change.before() != null) {
            var last = change.before().deepCopy();
            Json.within(last, "metadata").put("resourceVersion", Long.toString(change.version()));
            tell("DELETED", last);
        }
    }

    private boolean selected(@Nullable ObjectNode object) {
        return object != null && wanted.test(object);
    }

    /** @param listed the initial list has been sent */
    void bookmark(long version, boolean listed) {
        var mark = Json.object()
                .put("kind", target.kind().name())
                .put("apiVersion", target.kind().apiVersion());
        Json.within(mark, "metadata").put("resourceVersion", Long.toString(version));
        if (listed) {
            Json.within(mark, "metadata", "annotations").put("k8s.io/initial-events-end", "true");
        }
        tell("BOOKMARK", mark);
    }

    void refuse(ApiError refusal) {
        tell("ERROR", refusal.status());
        end();
    }

    void whenOver(Runnable then) {
        over = then;
    }

    /** The client has disconnected. */
    void over() {
        over.run();
    }

    void end() {
        context.runOnContext(any -> line.end());
    }

    private void tell(String event, ObjectNode object) {
        var message = Json.object().put("type", event);
        message.set("object", object);
        var written = Json.write(message);
        context.runOnContext(any -> line.send(written));
    }
}
