package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.glassfish.jersey.server.ResourceConfig;
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
        Set<String> paths = new MappedPaths(mappings, engineRest).all();
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
}
