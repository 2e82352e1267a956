package dev.kaltstart.twin.api;

import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Refusal;

/** A response of the API. */
record Answer(int code, String contentType, String body) {

    static Answer of(int code, Object body) {
        return new Answer(code, "application/json", Json.write(body));
    }

    static Answer text(int code, String body) {
        return new Answer(code, "text/plain", body);
    }

    static Answer no(Refusal refusal) {
        return of(refusal.code(), refusal.status());
    }
}
