package dev.kaltstart.notify.channel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** As server/channels/app/webhook.go and web/webhook.go of Mattermost answer. */
public final class MattermostServer extends ChatServer {

    private static final String HOOK = "/hooks/xr3j5x3p4pfk7kk6ck7b4e6ghh";
    private static final int LONGEST = 16_383;

    public final List<String> posts = new CopyOnWriteArrayList<>();

    public volatile boolean deleted;

    @Override
    public String url() {
        return at(HOOK);
    }

    @Override
    protected Answer answer(Request request) {
        if (!request.path().startsWith("/hooks/")) {
            return error(404, "api.context.404.app_error", "Sorry, we could not find the page.");
        }
        if (deleted || !request.path().equals(HOOK)) {
            return error(400, "web.incoming_webhook.invalid.app_error", "Invalid webhook.");
        }
        String text = request.json().path("text").asText();
        if (text.isEmpty()) {
            return error(400, "web.incoming_webhook.text.app_error", "No text specified.");
        }
        // it splits what is longer
        for (int from = 0; from < text.length(); from += LONGEST) {
            posts.add(text.substring(from, Math.min(text.length(), from + LONGEST)));
        }
        return new Answer(200, Map.of("Content-Type", "text/plain"), "ok");
    }

    private static Answer error(int status, String id, String message) {
        return json(
                status,
                Map.of("id", id, "message", message, "detailed_error", "", "request_id", "r", "status_code", status),
                Map.of());
    }
}
