package dev.kaltstart.engine.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.api.CachedBody;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what people must not ask the engine, at all of its doors: expressions, which are code (CVE-2026-109432: the
 * engine's own check looks past {@code orQueries}), JSON that is not UTF-8, which other checks here would read
 * differently from the engine, and answers without a limit.
 */
class EngineRequests extends OncePerRequestFilter {

    /** In results of one query: what Tasklist asks for when it lists its filters, and no page asks for more. */
    static final int MOST = 2000;

    private static final String LIMIT = "maxResults";
    private static final String NO_EXPRESSIONS = "Expressions are not evaluated here, and orQueries can carry them:"
            + " ask with plain values, one query after the other.";
    private static final String NO_JSON = "The body must be one JSON document in UTF-8, without a byte order mark.";
    private static final Pattern JSON_TYPE =
            Pattern.compile("(?i)application/json\\s*(?:;\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*)?;?\\s*");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    /** Its body is a form, with a password in it. */
    private static final Pattern LOGIN = Pattern.compile("/camunda/api/admin/auth/user/[^/]+/log(?:in/[^/]+|out)/?");

    private static final JsonFactory STRICT = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(200).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final ObjectMapper json;

    EngineRequests(ObjectMapper json) {
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> asked = problem(request.getQueryString());
        if (asked.isPresent()) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, asked.get());
        } else if (!hasBody(request) || LOGIN.matcher(EnginePath.of(request)).matches()) {
            chain.doFilter(new Limited(request), response);
        } else if (request.getContentType() == null
                || !JSON_TYPE.matcher(request.getContentType()).matches()) {
            refuse(response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, NO_JSON);
        } else {
            read(request, response, chain);
        }
    }

    private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var again = CachedBody.of(request);
        if (again.tooLong()) {
            refuse(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "This is longer than a megabyte.");
            return;
        }
        Optional<String> problem = problem(again.body());
        if (problem.isPresent()) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, problem.get());
        } else {
            chain.doFilter(new Limited(again), response);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static Optional<String> problem(byte[] body) {
        try (JsonParser parser = STRICT.createParser(text(body))) {
            return problem(parser);
        } catch (IOException e) {
            return Optional.of(NO_JSON);
        }
    }

    private static Optional<String> problem(JsonParser parser) throws IOException {
        int depth = 0;
        int documents = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (depth == 0 && documents++ > 0) {
                return Optional.of(NO_JSON);
            }
            if (token == JsonToken.FIELD_NAME && isExpression(parser.currentName())) {
                return Optional.of(NO_EXPRESSIONS);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return Optional.empty();
    }

    /** @throws CharacterCodingException also for a zero byte, by which the engine would guess UTF-16 or UTF-32 */
    private static String text(byte[] body) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body))
                .toString();
        if (text.indexOf('\0') >= 0 || text.startsWith("\ufeff")) {
            throw new CharacterCodingException();
        }
        return text;
    }

    private static Optional<String> problem(@Nullable String query) {
        for (String name : names(query)) {
            if (isExpression(name)) {
                return Optional.of(NO_EXPRESSIONS);
            }
        }
        for (String value : values(query, LIMIT)) {
            if (!NUMBER.matcher(value).matches() || Integer.parseInt(value) > MOST) {
                return Optional.of("maxResults must be a number of at most " + MOST + ": ask page by page.");
            }
        }
        return Optional.empty();
    }

    private static boolean isExpression(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        return plain.endsWith("expression") || plain.equals("orqueries");
    }

    private static List<String> names(@Nullable String query) {
        return pairs(query).stream()
                .map(pair -> decoded(pair.replaceFirst("=.*", "")))
                .toList();
    }

    private static List<String> values(@Nullable String query, String name) {
        return pairs(query).stream()
                .filter(pair -> decoded(pair.replaceFirst("=.*", "")).equals(name))
                .map(pair -> decoded(pair.contains("=") ? pair.substring(pair.indexOf('=') + 1) : ""))
                .toList();
    }

    private static List<String> pairs(@Nullable String query) {
        return query == null
                ? List.of()
                : Arrays.stream(query.split("[&;]"))
                        .filter(pair -> !pair.isEmpty())
                        .toList();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // the engine will refuse it
            return text;
        }
    }

    /** A refusal in the engine's own format, which its pages can show. */
    private void refuse(HttpServletResponse response, int status, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        json.writeValue(response.getOutputStream(), Map.of("type", "RestException", "message", message));
    }

    /** Asks for no more than one page, unless it says how much it wants. */
    private static final class Limited extends HttpServletRequestWrapper {

        Limited(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getQueryString() {
            String query = super.getQueryString();
            if (!values(query, LIMIT).isEmpty()) {
                return query;
            }
            String limit = LIMIT + "=" + MOST;
            return query == null || query.isEmpty() ? limit : query + "&" + limit;
        }
    }
}
