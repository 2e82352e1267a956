package dev.kaltstart.jvm;

import dev.kaltstart.Kaltstart;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** Starts Kaltstart on a home of its own, asks it what tests ask, and ends it in order: an archive is written at the end only. */
final class OrderlyStart {

    private static final String PASSWORD = "S3cret-for-tests!";

    private OrderlyStart() {}

    public static void main(String[] arguments) throws Exception {
        var context = SpringApplication.run(
                Kaltstart.class,
                "--server.port=0",
                "--kaltstart.home=" + arguments[0],
                "--kaltstart.admin-password=" + PASSWORD);
        String login = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        for (String path : List.of("/api/recoveries", "/engine-rest/task")) {
            int status = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + context.getEnvironment().getProperty("local.server.port") + path))
                                    .header("Authorization", "Basic " + login)
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw new IllegalStateException(path + " answers " + status);
            }
        }
        System.exit(SpringApplication.exit(context));
    }
}
