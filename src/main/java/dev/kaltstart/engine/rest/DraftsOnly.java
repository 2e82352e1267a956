package dev.kaltstart.engine.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.api.CachedBody;
import dev.kaltstart.engine.task.Drafts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets drafts of a form through to the variables of its task, and nothing else: they include the brief. */
class DraftsOnly extends OncePerRequestFilter {

    private static final Pattern LOCAL_VARIABLES = Pattern.compile(".*/task/([^/]+)/localVariables/?");

    private final Drafts drafts;
    private final ObjectMapper json;

    DraftsOnly(Drafts drafts, ObjectMapper json) {
        this.drafts = drafts;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Matcher address = LOCAL_VARIABLES.matcher(EnginePath.of(request));
        if (request.getMethod().equals("GET") || !address.matches()) {
            chain.doFilter(request, response);
            return;
        }
        var again = CachedBody.of(request);
        Optional<String> problem = drafts.problem(address.group(1), body(again));
        if (problem.isPresent()) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            response.setContentType("application/json;charset=UTF-8");
            json.writeValue(response.getOutputStream(), Map.of("type", "RestException", "message", problem.get()));
        } else {
            chain.doFilter(again, response);
        }
    }

    /** An unreadable body has no modifications; the engine refuses it. */
    private JsonNode body(CachedBody request) throws IOException {
        try {
            return json.readTree(request.body());
        } catch (JsonProcessingException e) {
            return json.missingNode();
        }
    }
}
