package dev.kaltstart.twin.api;

import dev.kaltstart.twin.store.ApiError;
import dev.kaltstart.twin.store.Json;

/** A response of the API. */
record ApiResponse(int code, String contentType, String body) {

    static ApiResponse of(int code, Object body) {
        return new ApiResponse(code, "application/json", Json.write(body));
    }

    static ApiResponse text(int code, String body) {
        return new ApiResponse(code, "text/plain", body);
    }

    static ApiResponse no(ApiError refusal) {
        return of(refusal.code(), refusal.status());
    }
}
