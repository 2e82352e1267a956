package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A world in which nothing has happened lately, so that its rules are evaluated less often. */
class QuietWorldTest {

    @TempDir
    Path directory;

    @Test
    void aChangeTakesEffectAtTheNextLook() {
        try (var fixture = TwinFixture.homelab(directory).losing("wk-2").after(30)) {
            fixture.after(Duration.ofSeconds(6)).after(Duration.ofSeconds(6));
            var pods = fixture.kubernetes().pods().inNamespace("default");
            pods.resource(new PodBuilder()
                            .withNewMetadata()
                            .withName("probe")
                            .endMetadata()
                            .withNewSpec()
                            .addNewContainer()
                            .withName("probe")
                            .withImage("busybox")
                            .endContainer()
                            .endSpec()
                            .build())
                    .create();
            // a visit at the same moment: what has just changed must not be forgotten by it
            assertThat(pods.withName("probe").get().getSpec().getNodeName()).isNull();

            fixture.after(Duration.ofSeconds(1));

            assertThat(pods.withName("probe").get().getSpec().getNodeName()).isNotBlank();
        }
    }
}
