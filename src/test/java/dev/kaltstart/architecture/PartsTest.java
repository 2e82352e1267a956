package dev.kaltstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
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

    /** The number behind a line of versions. */
    private static int patch(String version, String line) {
        assertThat(version).startsWith(line);
        return Arrays.stream(version.substring(line.length()).split("\\D"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
