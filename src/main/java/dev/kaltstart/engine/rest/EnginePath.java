package dev.kaltstart.engine.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/** The path of a request below the engine's address. */
final class EnginePath {

    private EnginePath() {}

    /** Decoded, as the engine reads it: an address has many spellings. */
    static String of(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }
}
