package dev.kaltstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kaltstart.cluster.access.Kubeconfig;
import dev.kaltstart.cluster.access.KubernetesClients;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network that drops packets, trickles data or fails to resolve a name: each request ends and names the reason. */
@Timeout(60)
class NetworkFaultsTest {

    private static final Duration CONNECTION = Duration.ofMillis(300);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** Far longer than the time-out of a test. */
    private static final int DRIBBLES = 10_000;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    @DisplayName("F19: a black hole takes the connection and never answers")
    void aConnectionThatIsNeverAnsweredIsGivenUp() throws IOException {
        var server = opened(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));

        assertThat(trouble(url(server))).startsWith("does not answer: ").contains("timeout", at(server));
    }

    @Test
    @DisplayName("F19: a black hole does not even take the connection")
    void aConnectionThatIsNeverMadeIsGivenUp() throws IOException {
        var server = opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        fill(server.getLocalPort());

        assertThat(trouble(url(server)))
                .startsWith("does not answer: connection timed out")
                .contains(at(server));
    }

    @Test
    @DisplayName("F20: an answer that dribbles in")
    void anAnswerThatDribblesInIsGivenUp() throws IOException {
        var server = dribbling(DRIBBLES);

        assertThat(trouble(url(server)))
                .isEqualTo("does not answer: the answer of " + at(server) + " was not whole 2 s after it began");
    }

    @Test
    @DisplayName("F20: a stream is meant to last")
    void aStreamIsNotCut() throws Exception {
        try (KubernetesClient client = client(url(dribbling(40)))) {
            assertThat(answer(client, "?allowWatchBookmarks=false&watch=true")).hasSize(40);
        }
    }

    @Test
    @DisplayName("F20: no connection is left behind")
    void theConnectionOfAnAnswerThatWasGivenUpIsClosed() throws Exception {
        var server = opened(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        var dribble = dribble(server, DRIBBLES);

        try (KubernetesClient client = client(url(server))) {
            assertThatThrownBy(() -> answer(client, "?watch=false"))
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
            dribble.join(20_000);
            assertThat(dribble.isAlive()).isFalse();
        }
    }

    @Test
    @DisplayName("F21: a name that does not resolve")
    void aNameThatDoesNotResolveIsNamed() {
        assertThat(trouble("https://api.homelab.invalid:6443"))
                .isEqualTo("does not answer: the name api.homelab.invalid does not resolve");
    }

    @Test
    void aFailureWithoutAnAnswerOrACauseIsNamedByItsMessage() {
        assertThat(KubernetesTrouble.message(new KubernetesClientException("it was closed")))
                .isEqualTo("does not answer: it was closed");
    }

    private static String trouble(String server) {
        try (KubernetesClient client = client(server)) {
            return KubernetesTrouble.message(catchThrowableOfType(
                    KubernetesClientException.class, () -> client.nodes().list()));
        }
    }

    private static KubernetesClient client(String server) {
        return KubernetesClients.connect(
                new Kubeconfig(Path.of("none"), server, null, null, null, null), CONNECTION, ANSWER);
    }

    private static byte[] answer(KubernetesClient client, String query) throws Exception {
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "api/v1/nodes" + query)
                .build();
        return http.sendAsync(request, byte[].class).get(30, TimeUnit.SECONDS).body();
    }

    private static String url(ServerSocket server) {
        return "http://" + at(server);
    }

    private static String at(ServerSocket server) {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    /** Fills the backlog until the kernel drops new connections, because no one accepts them. */
    private void fill(int port) {
        for (int n = 0; n < 20; n++) {
            try {
                opened(new Socket()).connect(new InetSocketAddress("127.0.0.1", port), 300);
            } catch (IOException full) {
                return;
            }
        }
        throw new IllegalStateException("it takes more than twenty");
    }

    /** Answers once, with so many bytes, one every tenth of a second. */
    private static Thread dribble(ServerSocket server, int bytes) {
        var thread = new Thread(() -> answer(server, bytes));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private ServerSocket dribbling(int bytes) throws IOException {
        var server = opened(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        dribble(server, bytes);
        return server;
    }

    private static void answer(ServerSocket server, int bytes) {
        try (Socket socket = server.accept()) {
            var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            for (int n = 0; n < bytes; n++) {
                socket.getOutputStream().write(' ');
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException e) {
            // the client closed the connection
        }
    }
}
