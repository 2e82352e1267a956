package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.jvm.ClassArchive;
import dev.kaltstart.lab.TalosResources;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository that describes no machine, and a cluster that answers until it does not: the whole application, a
 * Kubernetes API over TLS, and a talosctl that writes what the real one writes.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class SeenLiveIT {

    private static final String PASSWORD = "S3cret-for-tests!";
    private static final String NODES = """
            {"kind": "NodeList", "apiVersion": "v1", "metadata": {}, "items": [
              {"metadata": {"name": "cp-1", "labels": {"node-role.kubernetes.io/control-plane": ""}},
               "status": {"addresses": [{"type": "InternalIP", "address": "10.20.0.11"}],
                          "nodeInfo": {"kubeletVersion": "v1.36.2"}}},
              {"metadata": {"name": "wk-9"},
               "status": {"addresses": [{"type": "InternalIP", "address": "10.20.0.11"}]}}]}""";

    /** A machine that answers is a directory of answers. */
    private static final String TALOSCTL = """
            #!/bin/sh
            world=$(dirname "$0")/../machines
            address=$2
            if [ ! -d "$world/$address" ]; then
              echo "rpc error: code = Unavailable desc = connection error: dial tcp $address:50000: i/o timeout" >&2
              exit 1
            fi
            case "$5" in
              get) cat "$world/$address/$6.json" ;;
              version) printf 'Server:\\n\\tNODE:        %s\\n\\tTag:         v1.13.6\\n' "$address" ;;
              *) exit 1 ;;
            esac
            """;

    @TempDir
    private Path world;

    private HttpsServer kubernetes;
    private OneKaltstart kaltstart;

    @BeforeEach
    void aClusterThatAnswers() throws Exception {
        var store = keys();
        kubernetes = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        kubernetes.setHttpsConfigurator(new HttpsConfigurator(served(store)));
        kubernetes.createContext("/api/v1/nodes", call -> {
            byte[] body = NODES.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
            call.close();
        });
        kubernetes.start();
        var endpoint = "https://127.0.0.1:" + kubernetes.getAddress().getPort();
        RepositoryCopy.copyOf("single", world)
                .without("talos")
                .with("tofu/talos.tf", "resource \"talos_machine_secrets\" \"this\" {}\n")
                .with("kubeconfig", kubeconfig(endpoint, store))
                .with("talosconfig", "context: garage\n");
        Files.writeString(world.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    garage: { repository: { checkout: single }, endpoint: "%s" }
                """.formatted(endpoint));
        var bin = Files.createDirectory(world.resolve("bin"));
        assertThat(Files.writeString(bin.resolve("talosctl"), TALOSCTL).toFile().setExecutable(true))
                .isTrue();
        var machine = Files.createDirectories(world.resolve("machines/10.20.0.11"));
        for (String type : TalosResources.TYPES) {
            Files.writeString(machine.resolve(type + ".json"), TalosResources.json(type));
        }
        kaltstart = new OneKaltstart(
                world,
                bin + ":" + System.getenv("PATH"),
                "--kaltstart.config=" + world.resolve("kaltstart.yaml"),
                "--kaltstart.nodes.look-first=PT1S",
                "--kaltstart.nodes.look=PT10S");
    }

    @AfterEach
    void end() throws InterruptedException {
        kaltstart.close();
        kubernetes.stop(0);
    }

    @Test
    void itsNodesAreKnownOnTheDayOnWhichItDoesNotAnswer() throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cluster().path("nodes").size() == 1);
        var seen = cluster().path("nodes").get(0);
        assertThat(seen.path("addresses").toString()).isEqualTo("[\"10.20.0.11\"]");
        assertThat(seen.path("diskSerial").asText()).isEqualTo("S4EVNX0R000012");
        assertThat(seen.path("source").asText()).matches("the live cluster, seen live on \\d{4}-\\d\\d-\\d\\d");
        assertThat(cluster().path("seenLive").path("findings").toString())
                .contains("wk-9: only Kubernetes names this node", "the machine at 10.20.0.11 is the node cp-1");
        assertThat(cluster().path("toDeclare").toString()).contains("wk-9: { role: worker, address: 10.20.0.11 }");

        kubernetes.stop(0);
        Files.move(world.resolve("machines/10.20.0.11"), world.resolve("machines/gone"));
        kaltstart.kill();
        kaltstart.start();

        var known = cluster().path("nodes").get(0);
        assertThat(known.path("addresses").toString()).isEqualTo("[\"10.20.0.11\"]");
        await("a look that gets no answer")
                .atMost(Duration.ofSeconds(60))
                .until(() -> cluster()
                        .path("seenLive")
                        .path("nodes")
                        .get(0)
                        .path("doubt")
                        .asText()
                        .contains("does not answer"));
        assertThat(cluster().path("nodes")).hasSize(1);
        assertThat(kaltstart.get("/", "admin", PASSWORD).body())
                .contains("Nodes as seen live", "<strong>cp-1</strong> 10.20.0.11 · last seen 20");
        assertThat(check()).contains("Seen live (2)", "the machine itself", "cp-1  control plane  10.20.0.11");
    }

    private JsonNode cluster() throws Exception {
        return new ObjectMapper()
                .readTree(
                        kaltstart.get("/api/clusters/garage", "admin", PASSWORD).body());
    }

    /** While the server runs. */
    private String check() throws Exception {
        var words = new ArrayList<>(ClassArchive.ofBuild().command(List.of("-Xmx200m"), Kaltstart.class.getName()));
        words.addAll(
                List.of("check", "--config", world.resolve("kaltstart.yaml").toString()));
        var command = new ProcessBuilder(words).redirectErrorStream(true);
        command.environment()
                .putAll(Map.of("KALTSTART_HOME", world.resolve("home").toString()));
        var process = command.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private KeyStore keys() throws Exception {
        var file = world.resolve("api.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=api",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD);
        assertThat(command.redirectErrorStream(true)
                        .redirectOutput(world.resolve("keytool.log").toFile())
                        .start()
                        .waitFor())
                .isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static SSLContext served(KeyStore store) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static String kubeconfig(String server, KeyStore store) throws Exception {
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store.getCertificate("api").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return """
                apiVersion: v1
                kind: Config
                current-context: garage
                contexts: [{ name: garage, context: { cluster: garage, user: admin } }]
                clusters: [{ name: garage, cluster: { server: "%s", certificate-authority-data: %s } }]
                users: [{ name: admin, user: { token: none-that-counts } }]
                """.formatted(server, Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
