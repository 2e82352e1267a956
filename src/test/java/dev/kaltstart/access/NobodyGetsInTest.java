package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

@AtTheDoors
class NobodyGetsInTest {

    private static final Set<String> OPEN = Set.of("/actuator/health");

    @LocalServerPort
    int port;

    @Autowired
    Collection<RequestMappingInfoHandlerMapping> mappings;

    @Autowired
    ResourceConfig engineRest;

    @Test
    void whateverIsMappedAsksForAName() {
        Set<String> paths = new TreeSet<>(springPaths());
        paths.addAll(enginePaths());
        paths.removeAll(OPEN);
        assertThat(paths).hasSizeGreaterThan(40).contains("/api/sample", "/engine-rest/deployment");
        var softly = new SoftAssertions();
        for (String path : paths) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
                softly.assertThat(Visitor.at(port).send(method, path, "").statusCode())
                        .as(method + " " + path)
                        .isEqualTo(401);
            }
        }
        softly.assertAll();
    }

    private Set<String> springPaths() {
        return mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(info -> info.getPatternValues().stream())
                .map(NobodyGetsInTest::filledIn)
                .collect(Collectors.toSet());
    }

    private Set<String> enginePaths() {
        return engineRest.getClasses().stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .map(Resource::from)
                .flatMap(resource -> paths("/engine-rest", resource))
                .map(NobodyGetsInTest::filledIn)
                .collect(Collectors.toSet());
    }

    private static Stream<String> paths(String above, Resource resource) {
        String path = above + "/" + resource.getPath();
        return Stream.concat(
                Stream.of(path), resource.getChildResources().stream().flatMap(child -> paths(path, child)));
    }

    private static String filledIn(String pattern) {
        String path = pattern.replaceAll("\\{[^}]*}", "x").replace("**", "x").replaceAll("/+", "/");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
