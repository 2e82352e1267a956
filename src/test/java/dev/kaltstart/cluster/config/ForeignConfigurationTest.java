package dev.kaltstart.cluster.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.jvm.ClassArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;

/** Kaltstart is started inside of repositories, and those have files of all kinds. */
class ForeignConfigurationTest {

    @TempDir
    Path directory;

    @Test
    void whatLiesInTheWorkingDirectoryIsNotRead() throws Exception {
        plant("application.yaml", "kaltstart.admin-password: planted");
        plant("application.properties", "kaltstart.alert-token=planted");
        plant("config/application.yaml", "kaltstart.home: planted");
        plant("config/x/application.yaml", "server.address: planted");
        plant("application-postgresql.yaml", "spring.datasource.url: planted");

        assertThat(started(List.of()))
                .contains("home=./kaltstart-home", "address=127.0.0.1", "first=null", "second=null")
                .doesNotContain("planted");
        assertThat(started(List.of("--spring.profiles.active=postgresql")))
                .contains("database=jdbc:postgresql://")
                .doesNotContain("planted");
    }

    @Test
    void whatIsSaidOnTheCommandLineCounts() throws Exception {
        plant("mine.yaml", "kaltstart.admin-password: chosen");

        assertThat(started(
                        List.of("--kaltstart.alert-token=mine", "--spring.config.additional-location=file:mine.yaml")))
                .contains("first=chosen", "second=mine");
    }

    /** The database takes no path that is relative without saying so. */
    @Test
    void aRelativeHomeIsResolved() throws Exception {
        Path home = directory.toRealPath().resolve("home1");

        assertThat(started(List.of("--kaltstart.home=home1")))
                .contains("home=" + home + " ", "database=jdbc:h2:async:" + home + "/database/kaltstart;");
        assertThat(started(List.of("--kaltstart.home="))).contains("home=./kaltstart-home ");
    }

    private void plant(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }

    private String started(List<String> arguments) throws Exception {
        List<String> words = ClassArchive.ofBuild().command(List.of(), Shown.class.getName());
        words.addAll(arguments);
        Path output = Files.createTempFile("shown", ".txt");
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(output);
    }

    /** Nothing but the settings of a Kaltstart. */
    @Configuration(proxyBeanMethods = false)
    static class Shown {

        public static void main(String[] arguments) {
            var application = new SpringApplication(Shown.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            try (var context = application.run(arguments)) {
                var environment = context.getEnvironment();
                org.slf4j.LoggerFactory.getLogger(Shown.class)
                        .info(
                                "home={} address={} first={} second={} database={}",
                                environment.getProperty("kaltstart.home"),
                                environment.getProperty("server.address"),
                                environment.getProperty("kaltstart.admin-password"),
                                environment.getProperty("kaltstart.alert-token"),
                                environment.getProperty("spring.datasource.url"));
            }
        }
    }
}
