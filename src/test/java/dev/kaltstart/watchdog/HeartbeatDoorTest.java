package dev.kaltstart.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.access.Visitor;
import dev.kaltstart.alert.heartbeat.Heartbeats;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Attack: someone without the alert token keeps a lost cluster alive. */
@DirtiesContext
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:heartbeat-door;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!",
            "kaltstart.alert-token=a-token-of-the-tests-0123456789abcdef"
        })
class HeartbeatDoorTest {

    private static final String TOKEN = "a-token-of-the-tests-0123456789abcdef";
    private static final String ALERT =
            "{\"labels\":{\"alertname\":\"Watchdog\",\"cluster\":\"office\"},\"status\":\"firing\","
                    + "\"startsAt\":\"2026-01-01T00:00:00Z\",\"fingerprint\":\"0123456789abcdef\"}";

    @TempDir
    static Path home;

    @LocalServerPort
    int port;

    @Autowired
    Heartbeats heartbeats;

    @DynamicPropertySource
    static void aRealCluster(DynamicPropertyRegistry properties) throws IOException {
        copy(Path.of("src/main/resources/sample/homelab"), home.resolve("checkout"));
        Files.writeString(home.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    office: { repository: { checkout: checkout } }
                """);
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", () -> home.resolve("kaltstart.yaml").toString());
    }

    @Test
    void onlyWhoHasTheAlertTokenSendsAHeartbeat() {
        for (String path : new String[] {"/api/alerts/alertmanager", "/api/alerts/alertmanager/api/v2/alerts"}) {
            assertThat(send(Visitor.at(port), path).statusCode()).isEqualTo(401);
            assertThat(send(Visitor.at(port).showing("another-token-0123456789abcdef0123456"), path)
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(heartbeats.last("office")).isEmpty();

        assertThat(send(Visitor.at(port).showing(TOKEN), "/api/alerts/alertmanager")
                        .statusCode())
                .isEqualTo(202);
        assertThat(heartbeats.last("office")).isPresent();
    }

    private static HttpResponse<String> send(Visitor visitor, String path) {
        return visitor.post(
                path,
                path.endsWith("v2/alerts")
                        ? "[" + ALERT + "]"
                        : "{\"version\":\"4\",\"groupKey\":\"g\",\"alerts\":[" + ALERT + "]}");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
