package dev.kaltstart.cluster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.IdleShells;
import dev.kaltstart.shell.Shells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@ExtendWith(OutputCaptureExtension.class)
class UnusableConfigurationAnalyzerTest {

    @TempDir
    private Path directory;

    @Test
    void stopsTheStartWithTheLineAndNotWithAStackTrace(CapturedOutput output) throws IOException {
        var file = Files.writeString(directory.resolve("kaltstart.yaml"), "kaltstart:\n  cluster: {}\n");
        assertThatThrownBy(() -> start("--kaltstart.config=" + file)).isNotNull();
        assertThat(output)
                .contains(file + ":2: unknown key 'cluster': allowed here: clusters")
                .contains("APPLICATION FAILED TO START")
                .contains("Correct the lines above")
                .doesNotContain("\tat dev.kaltstart");
    }

    @Test
    void startsWithTheSampleWhenNothingIsConfigured() {
        try (var context = start("--kaltstart.home=" + directory)) {
            var homelab = context.getBean(Clusters.class).find("homelab").orElseThrow();
            assertThat(homelab.twinOnly()).isTrue();
            assertThat(homelab.inventory().nodes()).hasSize(6);
            assertThat(directory.resolve("sample/homelab/.sops.yaml")).exists();
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.location=optional:classpath:/none/")
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ClusterConfiguration.class)
    static class Application {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        Shells shells() {
            return new IdleShells();
        }
    }
}
