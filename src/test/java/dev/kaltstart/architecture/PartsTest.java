package dev.kaltstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.util.Version;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;

/** The versions that SECURITY.md names as mended. */
class PartsTest {

    @Test
    void tomcatHasItsFixes() {
        assertThat(patch(ServerInfo.getServerNumber(), "10.1.")).isGreaterThanOrEqualTo(56);
    }

    @Test
    void nettyHasItsFixes() {
        assertThat(Version.identify().values())
                .isNotEmpty()
                .allSatisfy(part ->
                        assertThat(patch(part.artifactVersion(), "4.1.")).isGreaterThanOrEqualTo(136));
    }

    @Test
    void jacksonHasItsFixes() {
        assertThat(com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION.getPatchLevel())
                .isGreaterThanOrEqualTo(5);
    }

    @Test
    void theJarCarriesTheListOfItsParts() throws IOException {
        try (InputStream list = PartsTest.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
            var parts = new ObjectMapper().readTree(list);

            assertThat(parts.path("bomFormat").asText()).isEqualTo("CycloneDX");
            assertThat(parts.path("components").findValuesAsText("name"))
                    .contains("camunda-engine", "tomcat-embed-core", "netty-handler", "jackson-databind");
            assertThat(parts.path("components").findValuesAsText("version"))
                    .contains("10.1." + patch(ServerInfo.getServerNumber(), "10.1."));
        }
    }

    /** The number behind a line of versions. */
    private static int patch(String version, String line) {
        assertThat(version).startsWith(line);
        return Arrays.stream(version.substring(line.length()).split("\\D"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
