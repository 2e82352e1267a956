package dev.kaltstart;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.jvm.ClassArchive;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The whole application in a process of its own, that can be killed and started again on the same home. */
final class OneKaltstart implements AutoCloseable {

    static final String PASSWORD = "S3cret-for-tests!";

    private static final ObjectMapper JSON = new ObjectMapper();

    final int port;
    private final Path world;
    private final String path;
    private final List<String> settings;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    OneKaltstart(Path world) throws IOException {
        this(world, System.getenv("PATH"));
    }

    /** @param path where it finds its tools, as in the environment */
    OneKaltstart(Path world, String path, String... settings) throws IOException {
        this(world, path, List.of(settings));
        start();
    }

    private OneKaltstart(Path world, String path, List<String> settings) throws IOException {
        this.world = world;
        this.path = path;
        this.settings = settings;
        try (var free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    /** As {@link #start(Map, String...)} does. */
    static OneKaltstart in(Path world, Map<String, String> environment, String... options) throws IOException {
        var kaltstart = new OneKaltstart(world, System.getenv("PATH"), List.of());
        kaltstart.start(environment, options);
        return kaltstart;
    }

    void start() throws IOException {
        start(Map.of());
    }

    /** @param environment what it is started with besides; {@code TZ} for the zone of the host */
    void start(Map<String, String> environment, String... options) throws IOException {
        var ofJvm = new ArrayList<>(List.of("-Xmx400m"));
        ofJvm.addAll(List.of(options));
        List<String> words = ClassArchive.ofBuild().command(ofJvm, Kaltstart.class.getName());
        words.addAll(List.of(
                "--server.port=" + port,
                "--kaltstart.home=" + world.resolve("home"),
                "--kaltstart.admin-password=" + PASSWORD));
        words.addAll(settings);
        var begun = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        world.resolve("kaltstart.log").toFile()));
        begun.environment().put("PATH", path);
        begun.environment().putAll(environment);
        process = begun.start();
        await("Kaltstart is up")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> get("/api/clusters", "admin", PASSWORD).statusCode() == 200);
    }

    /** Adds a person, as the owner of the host does; the password is that of all here. It must not run meanwhile. */
    void addPerson(String name, String role) throws IOException, InterruptedException {
        List<String> words = ClassArchive.ofBuild().command(List.of("-Xmx200m"), Kaltstart.class.getName());
        words.addAll(List.of("person", "add", name, "--role", role, "--password-stdin"));
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        world.resolve("kaltstart.log").toFile()));
        builder.environment().put("KALTSTART_HOME", world.resolve("home").toString());
        Process adding = builder.start();
        try (var stdin = adding.getOutputStream()) {
            stdin.write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (adding.waitFor() != 0) {
            throw new AssertionError("person add " + name + ": " + adding.exitValue());
        }
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String startRehearsal() throws Exception {
        return JSON.readTree(post("/api/recoveries", """
                        {"cluster": "homelab", "scenario": "node-failure", "mode": "rehearsal", "subject": "wk-2",
                         "reason": "test", "rehearsal": {"speed": 400}}""").body()).path("id").asText();
    }

    /** The id of the open task of that name. */
    String awaitTask(String activity) {
        return awaitTask("taskDefinitionKey=" + activity, activity);
    }

    /** The id of the open task of that name in that recovery. */
    String awaitTaskOf(String recovery, String activity) {
        return awaitTask("processInstanceBusinessKey=" + recovery + "&taskDefinitionKey=" + activity, activity);
    }

    private String awaitTask(String query, String activity) {
        return await("the task " + activity)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(
                        () -> read("/engine-rest/task?" + query)
                                .path(0)
                                .path("id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    String state(String recovery) throws Exception {
        return read("/api/recoveries/" + recovery).path("state").asText();
    }

    /** Answers each task that is open as the examples do. @return the recovery has ended */
    boolean attend(String recovery) throws Exception {
        return attend(recovery, activity -> Map.of());
    }

    /** @param before does what the task of that activity asks for; what it returns is answered in place of the examples */
    boolean attend(String recovery, Function<String, Map<String, Object>> before) throws Exception {
        for (JsonNode task : read("/engine-rest/task")) {
            String id = task.path("id").asText();
            String activity = task.path("taskDefinitionKey").asText();
            Map<String, Object> given = before.apply(activity);
            Map<String, JsonNode> form = form(id, "admin", PASSWORD);
            ObjectNode answers = JSON.createObjectNode();
            examples(activity).properties().forEach(example -> {
                String text = example.getValue().asText();
                JsonNode known = form.get(text.replaceAll("\\W", ""));
                JsonNode value = text.startsWith("{{") ? known : example.getValue();
                // as in the twin: what is suggested nowhere is no answer
                if (value != null && !value.asText().isEmpty()) {
                    answers.putObject(example.getKey()).set("value", value);
                }
            });
            given.forEach((name, value) -> answers.putObject(name).set("value", JSON.valueToTree(value)));
            var answer = post("/engine-rest/task/" + id + "/submit-form", "{\"variables\": " + answers + "}");
            if (answer.statusCode() != 204) {
                throw new AssertionError(activity + ": " + answer.body());
            }
        }
        String state = state(recovery);
        if (state.equals("blocked")) {
            throw new AssertionError("blocked: " + read("/api/recoveries/" + recovery + "/steps"));
        }
        return List.of("recovered", "failed", "aborted").contains(state);
    }

    private static JsonNode examples(String activity) throws IOException {
        return ExampleAnswers.of(
                activity.replaceAll("_.*", "").replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    /** What a form is filled with. */
    Map<String, JsonNode> form(String task, String person, String password) throws Exception {
        var found = new java.util.TreeMap<String, JsonNode>();
        JSON.readTree(get("/engine-rest/task/" + task + "/form-variables", person, password)
                        .body())
                .properties()
                .forEach(field -> found.put(field.getKey(), field.getValue().path("value")));
        return found;
    }

    JsonNode read(String path) throws Exception {
        return JSON.readTree(get(path, "admin", PASSWORD).body());
    }

    /** What it answers, for the message of a failure. */
    String answer(String path) {
        try {
            return read(path).toString();
        } catch (Exception e) {
            return e.toString();
        }
    }

    HttpResponse<String> get(String path, String person, String password) throws Exception {
        return http.send(request(path, person, password).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, body, "admin", PASSWORD);
    }

    HttpResponse<String> post(String path, String body, String person, String password) throws Exception {
        return http.send(
                request(path, person, password)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String person, String password) {
        String name = Base64.getEncoder().encodeToString((person + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Basic " + name);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
