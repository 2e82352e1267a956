package dev.kaltstart.recovery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** On the embedded database, in the file that a first start makes. */
class RestH2Test extends RestTest {

    private static final Set<String> OPEN = Set.of("/actuator/health");

    @Autowired
    Collection<RequestMappingInfoHandlerMapping> mappings;

    @Test
    void everyPathOfTheWholeApplicationAsksForAName() throws Exception {
        var paths = new TreeSet<String>();
        mappings.forEach(mapping -> mapping.getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues()
                        .forEach(pattern ->
                                paths.add(pattern.replaceAll("\\{[^}]*}", "x").replace("**", "x")))));
        paths.removeAll(OPEN);
        assertThat(paths).contains("/", "/api/recoveries/x/report", "/api/alerts/alertmanager", "/api/openapi");

        var http = HttpClient.newHttpClient();
        for (String path : paths) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method(method, BodyPublishers.noBody())
                        .build();
                assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                        .as(method + " " + path)
                        .isEqualTo(401);
            }
        }
    }
}
