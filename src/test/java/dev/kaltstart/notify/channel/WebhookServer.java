package dev.kaltstart.notify.channel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver that takes everything. */
public final class WebhookServer extends ChatServer {

    public final List<Request> taken = new CopyOnWriteArrayList<>();

    @Override
    public String url() {
        return at("/in?key=qNd0Vf8sK2xY7uWm");
    }

    @Override
    protected Answer answer(Request request) {
        taken.add(request);
        return new Answer(204, Map.of(), "");
    }
}
