package dev.kaltstart.engine.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.api.CachedBody;
import dev.kaltstart.shell.Redaction;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what people send to the engine itself when there is a secret in it: comments, names and answers are kept for
 * years, and there is no listener for most of them. Only the requests of accounts may contain passwords.
 */
class SecretsStayOut extends OncePerRequestFilter {

    private static final Pattern ACCOUNTS = Pattern.compile(
            "(?:/engine-rest(?:/engine/[^/]+)?|/camunda/api/engine/engine/[^/]+)/(?:user|identity)(?:/.*)?");

    private final Redaction redaction;
    private final ObjectMapper json;

    SecretsStayOut(Redaction redaction, ObjectMapper json) {
        this.redaction = redaction;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return ACCOUNTS.matcher(EnginePath.of(request)).matches()
                || !request.getMethod().matches("POST|PUT|PATCH");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var again = CachedBody.of(request);
        if (again.tooLong()) {
            refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "This is longer than a megabyte.");
        } else if (hasSecret(again.body())) {
            refuse(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "There is something in it that looks like a password, a token or a key. It would be kept and"
                            + " reported: take it out and say where it is kept instead.");
        } else {
            chain.doFilter(again, response);
        }
    }

    private boolean hasSecret(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            return redaction.hasSecret(text) || hasSecret(json.readTree(text));
        } catch (JsonProcessingException e) {
            // the engine will refuse it
            return false;
        }
    }

    /** In JSON any letter may hide behind an escape. */
    private boolean hasSecret(JsonNode node) {
        if (node.isTextual()) {
            return redaction.hasSecret(node.asText());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (redaction.hasSecret(field.getKey())) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (hasSecret(child)) {
                return true;
            }
        }
        return false;
    }

    /** A refusal in the engine's own format, which its pages can show. */
    private void refuse(HttpServletResponse response, int status, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        json.writeValue(response.getOutputStream(), Map.of("type", "RestException", "message", message));
    }
}
