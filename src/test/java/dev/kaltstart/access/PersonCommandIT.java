package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.Kaltstart;
import dev.kaltstart.audit.AuditCommand;
import dev.kaltstart.jvm.SharedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** On PostgreSQL, beside the running server. */
class PersonCommandIT {

    private static final String TASKS = "/camunda/api/engine/engine/default/task";

    @TempDir
    static Path home;

    @SuppressWarnings("NullAway.Init")
    private static SharedPostgres.Database database;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext kaltstart;

    @BeforeAll
    static void itRuns() throws IOException {
        database = SharedPostgres.fresh();
        kaltstart =
                SpringApplication.run(Kaltstart.class, settings("--server.port=0", "--spring.main.banner-mode=off"));
    }

    @AfterAll
    static void close() {
        kaltstart.close();
    }

    private static String[] settings(String... more) {
        var settings = new java.util.ArrayList<>(List.of(
                "--kaltstart.home=" + home.resolve("home"),
                "--kaltstart.admin-password=S3cret-for-tests!",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=postgres"));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    @Test
    void aPersonAddedBesideTheServerLogsInAndIsOutAtOnceWhenRemoved() {
        var host = new HostCommand(settings());
        Visitor stranger = stranger();
        String password = host.person("add", "olga", "--role", "operator").password();
        Visitor session = new EnginePages(stranger).loggedIn("tasklist", "olga", password);
        Visitor olga = stranger.as("olga", password);
        assertThat(session.get(TASKS).statusCode()).isEqualTo(200);
        assertThat(olga.get("/api/recoveries").statusCode()).isEqualTo(200);

        assertThat(host.done("remove", "olga")).contains("sessions of that name end at once");

        assertThat(session.get(TASKS).statusCode()).isEqualTo(401);
        assertThat(olga.get("/api/recoveries").statusCode()).isEqualTo(401);
        assertThat(host.person("add", "olga", "--role", "observer").code()).isZero();
        assertThat(session.get(TASKS).statusCode())
                .as("the old session of the old olga")
                .isEqualTo(401);
        host.done("remove", "olga");
    }

    @Test
    void serverAndCommandWriteOneChain() throws Exception {
        Visitor admin = stranger().as("admin", "S3cret-for-tests!");
        var threads = Executors.newFixedThreadPool(2);
        try {
            var asking = threads.submit(
                    () -> IntStream.range(0, 40).forEach(any -> admin.post("/api/recoveries/none/export", "{}")));
            var logins = threads.submit(() -> IntStream.range(0, 40)
                    .forEach(any -> new EnginePages(stranger()).login("tasklist", "admin", "S3cret-for-tests!")));
            var host = new HostCommand(settings());
            for (int n = 0; n < 5; n++) {
                host.done("add", "person-" + n, "--role", "observer");
            }
            asking.get();
            logins.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(verified()).contains("is as it was written");
    }

    private static String verified() {
        var said = new ByteArrayOutputStream();
        List<String> names = List.of("kaltstart.home", "spring.datasource.url", "spring.datasource.username");
        System.setProperty("kaltstart.home", home.resolve("home").toString());
        System.setProperty("spring.datasource.url", database.url());
        System.setProperty("spring.datasource.username", "postgres");
        try {
            AuditCommand.run(new String[] {"audit", "verify"}, new PrintStream(said, true, StandardCharsets.UTF_8));
        } finally {
            names.forEach(System::clearProperty);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Visitor stranger() {
        return Visitor.at(Integer.parseInt(
                Objects.requireNonNull(kaltstart.getEnvironment().getProperty("local.server.port"))));
    }
}
