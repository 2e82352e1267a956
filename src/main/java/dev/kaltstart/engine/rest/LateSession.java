package dev.kaltstart.engine.rest;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.jspecify.annotations.Nullable;

/**
 * A session as the engine's pages want one for every request. It lives as long as the request, and becomes one that the
 * server keeps after a login.
 */
final class LateSession implements HttpSession {

    /** The session attribute in which the pages keep the logged-in users. */
    static final String PEOPLE = "authenticatedUser";

    private final HttpServletRequest request;
    private final Function<Authentications, HttpSession> make;
    private final Map<String, Object> attributes = new HashMap<>();
    private final long created;
    private @Nullable HttpSession kept;
    private boolean over;

    /** @param make the session that the server keeps, for those who have logged in */
    LateSession(HttpServletRequest request, Function<Authentications, HttpSession> make, long created) {
        this.request = request;
        this.make = make;
        this.created = created;
    }

    boolean over() {
        return over;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (kept == null
                && value instanceof Authentications people
                && !people.getAuthentications().isEmpty()) {
            // with nothing of before, as a stranger may have had a hand in that
            kept = make.apply(people);
        }
        if (kept != null) {
            kept.setAttribute(name, value);
        } else if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return kept == null ? attributes.get(name) : kept.getAttribute(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return kept == null ? Collections.enumeration(attributes.keySet()) : kept.getAttributeNames();
    }

    @Override
    public void removeAttribute(String name) {
        if (kept == null) {
            attributes.remove(name);
        } else {
            kept.removeAttribute(name);
        }
    }

    @Override
    public void invalidate() {
        over = true;
        attributes.clear();
        if (kept != null) {
            kept.invalidate();
        }
    }

    @Override
    public String getId() {
        return kept == null ? "none" : kept.getId();
    }

    @Override
    public long getCreationTime() {
        return kept == null ? created : kept.getCreationTime();
    }

    @Override
    public long getLastAccessedTime() {
        return kept == null ? created : kept.getLastAccessedTime();
    }

    @Override
    public ServletContext getServletContext() {
        return request.getServletContext();
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        if (kept != null) {
            kept.setMaxInactiveInterval(seconds);
        }
    }

    @Override
    public int getMaxInactiveInterval() {
        return kept == null ? 0 : kept.getMaxInactiveInterval();
    }

    @Override
    public boolean isNew() {
        return kept == null || kept.isNew();
    }
}
