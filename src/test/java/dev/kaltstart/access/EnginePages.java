package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The engine's pages, as a browser goes through them. */
public record EnginePages(Visitor stranger) {

    public Visitor loggedIn(String app, String user, String password) {
        HttpResponse<String> answer = login(app, user, password);
        assertThat(answer.statusCode()).isEqualTo(200);
        // a login begins a new session, and that one has a token of its own
        HttpResponse<String> page = stranger.with("Cookie", cookies(answer)).get("/camunda/app/" + app + "/default/");
        return stranger.with("Cookie", cookies(answer) + "; " + cookies(page))
                .with("X-XSRF-TOKEN", page.headers().firstValue("X-XSRF-TOKEN").orElseThrow());
    }

    HttpResponse<String> login(String app, String user, String password) {
        HttpResponse<String> page = stranger.get("/camunda/app/" + app + "/default/");
        return stranger.with("Cookie", cookies(page))
                .with("X-XSRF-TOKEN", page.headers().firstValue("X-XSRF-TOKEN").orElseThrow())
                .with("Content-Type", "application/x-www-form-urlencoded")
                .send(
                        "POST",
                        "/camunda/api/admin/auth/user/default/login/" + app,
                        "username=" + user + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8));
    }

    private static String cookies(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
    }
}
