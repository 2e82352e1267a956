package dev.kaltstart.notify.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As discord-api-docs says: resources/webhook, topics/rate-limits, topics/opcodes-and-status-codes. Its clock is the
 * machine's.
 */
public final class DiscordServer extends ChatServer {

    private static final String ID = "1180000000000000001";
    private static final String TOKEN = "AbC-dEf_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX";
    private static final int LONGEST = 2000;

    /** What is shown in the channel, by id, in the order of the posts. */
    private final Map<String, String> messages = new LinkedHashMap<>();

    /** How many requests are taken until {@link #refill}; unlimited when negative. */
    private int left = -1;

    private boolean deleted;
    private long ids = 1_190_000_000_000_000_000L;

    @Override
    public String url() {
        return at("/api/webhooks/" + ID + "/" + TOKEN);
    }

    public synchronized List<String> messages() {
        return new ArrayList<>(messages.values());
    }

    public synchronized void deleteWebhook() {
        deleted = true;
    }

    public synchronized void restoreWebhook() {
        deleted = false;
    }

    public synchronized void deleteMessages() {
        messages.clear();
    }

    public synchronized void refill(int requests) {
        left = requests;
    }

    @Override
    protected synchronized Answer answer(Request request) {
        var parts = request.path().split("/");
        if (deleted || parts.length < 5 || !parts[3].equals(ID)) {
            return error(404, 10015, "Unknown Webhook");
        }
        if (!parts[4].equals(TOKEN)) {
            return error(401, 50027, "Invalid Webhook Token");
        }
        if (left == 0) {
            return json(
                    429,
                    Map.of("message", "You are being rate limited.", "retry_after", 1.337, "global", false),
                    Map.of("Retry-After", "2", "X-RateLimit-Scope", "user"));
        }
        left = Math.max(-1, left - 1);
        String content = request.json().path("content").asText();
        if (content.isEmpty()) {
            return error(400, 50006, "Cannot send an empty message");
        }
        if (content.codePointCount(0, content.length()) > LONGEST) {
            return error(400, 50035, "Invalid Form Body");
        }
        return parts.length > 5 ? edit(request, parts[6], content) : post(request, content);
    }

    private Answer post(Request request, String content) {
        String id = String.valueOf(ids++);
        messages.put(id, content);
        return request.query().contains("wait=true")
                ? json(200, Map.of("id", id, "content", content), limits())
                : new Answer(204, limits(), "");
    }

    private Answer edit(Request request, String id, String content) {
        if (!request.method().equals("PATCH")) {
            return error(405, 0, "405: Method Not Allowed");
        }
        if (!messages.containsKey(id)) {
            return error(404, 10008, "Unknown Message");
        }
        messages.put(id, content);
        return json(200, Map.of("id", id, "content", content), limits());
    }

    private Map<String, String> limits() {
        return left < 0
                ? Map.of()
                : Map.of("X-RateLimit-Remaining", String.valueOf(left), "X-RateLimit-Reset-After", "1.5");
    }

    private static Answer error(int status, int code, String message) {
        return json(status, Map.of("message", message, "code", code), Map.of());
    }
}
