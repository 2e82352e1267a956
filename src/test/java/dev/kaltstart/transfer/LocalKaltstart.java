package dev.kaltstart.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.Kaltstart;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A whole Kaltstart on a home of its own: running, or standing still as the commands find it. */
final class LocalKaltstart implements AutoCloseable {

    static final String PASSWORD = "S3cret-for-tests!";

    private final ConfigurableApplicationContext context;

    private LocalKaltstart(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static LocalKaltstart running(Path home, String... more) {
        return new LocalKaltstart(SpringApplication.run(Kaltstart.class, settings(home, more)));
    }

    static LocalKaltstart standingStill(Path home, String... more) {
        return new LocalKaltstart(new TransferCommand(Kaltstart.class, System.out, settings(home, more)).start());
    }

    /** @return what it printed */
    static String command(int expected, Path home, List<String> settings, String... words) {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code =
                new TransferCommand(Kaltstart.class, out, settings(home, settings.toArray(String[]::new))).run(words);
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isEqualTo(expected);
        return text;
    }

    private static String[] settings(Path home, String... more) {
        var settings = new ArrayList<>(List.of(
                "--server.port=0",
                "--kaltstart.home=" + home,
                "--kaltstart.admin-password=" + PASSWORD,
                "--spring.main.banner-mode=off"));
        // a setting that is there twice is a list of two
        List.of(more).forEach(setting -> settings.removeIf(usual -> name(usual).equals(name(setting))));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JdbcClient sql() {
        return bean(JdbcClient.class);
    }

    String rehearse(boolean unattended, double speed, String... faults) {
        var settings = new Rehearsals.Settings(unattended, speed, List.of(faults), Map.of());
        return bean(Recoveries.class)
                .start(new Recoveries.Request(
                        "homelab", "node-failure", Mode.REHEARSAL, "wk-2", null, "test", "test", null, settings))
                .id();
    }

    State state(String recovery) {
        return bean(Recoveries.class).find(recovery).orElseThrow().state();
    }

    void awaitState(String recovery, State wanted) {
        await(recovery)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(state(recovery)).isEqualTo(wanted));
    }

    /** Completes human tasks with the example answers. */
    void answerUntilItEnds(String recovery) {
        var tasks = bean(HumanTasks.class);
        await(recovery)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    tasks.open(recovery).forEach(task -> tasks.complete(task.id(), "ada", tasks.exampleAnswers(task)));
                    return state(recovery).ended();
                });
    }

    long rows(String table) {
        return sql().sql("select count(*) from " + table).query(Long.class).single();
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<byte[]> post(String path, String type, byte[] body) throws IOException, InterruptedException {
        BodyPublisher sent = BodyPublishers.ofByteArray(body);
        return send(request(path).header("Content-Type", type).POST(sent));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        String name = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + name);
    }

    @Override
    public void close() {
        context.close();
    }
}
