package dev.kaltstart.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With a certificate and a key, as the README names them. */
@SpringBootTest(
        classes = AccessSlice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.datasource.url=jdbc:h2:mem:tls", "kaltstart.admin-password=" + AtTheDoors.PASSWORD})
class TlsTest {

    private static final String PASSWORD = "only for this file";

    @TempDir
    static Path directory;

    private final int port;
    private final HttpClient https;

    TlsTest(@LocalServerPort int port) throws GeneralSecurityException, IOException {
        this.port = port;
        this.https = HttpClient.newBuilder().sslContext(trusting()).build();
    }

    @DynamicPropertySource
    static void certificate(DynamicPropertyRegistry properties) throws Exception {
        KeyStore made = made();
        String certificate = pem("CERTIFICATE", made.getCertificate("kaltstart").getEncoded());
        String key = pem(
                "PRIVATE KEY", made.getKey("kaltstart", PASSWORD.toCharArray()).getEncoded());
        String variable = "spring.ssl.bundle.pem.kaltstart.keystore.";
        Path crt = Files.writeString(directory.resolve("tls.crt"), certificate);
        Path own = Files.writeString(directory.resolve("tls.key"), key);
        properties.add(variable + "certificate", () -> "file:" + crt);
        properties.add(variable + "private-key", () -> "file:" + own);
        properties.add("server.ssl.bundle", () -> "kaltstart");
    }

    private static KeyStore made() throws Exception {
        Path store = directory.resolve("made.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var words = (keytool + " -genkeypair -alias kaltstart -keyalg EC -storetype PKCS12 -validity 2"
                        + " -dname CN=localhost -ext san=dns:localhost -keystore " + store)
                .split(" ");
        var command = new ArrayList<>(List.of(words));
        command.addAll(List.of("-storepass", PASSWORD));
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("keytool.log").toFile())
                        .start()
                        .waitFor())
                .isZero();
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    private static SSLContext trusting() throws GeneralSecurityException, IOException {
        var known = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        KeyStore made = KeyStore.getInstance(directory.resolve("made.p12").toFile(), PASSWORD.toCharArray());
        anchors.setCertificateEntry("kaltstart", made.getCertificate("kaltstart"));
        known.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, known.getTrustManagers(), null);
        return context;
    }

    @Test
    void isTheOnlyWayIn() throws Exception {
        HttpResponse<String> health = https.send(get("/actuator/health"), BodyHandlers.ofString());
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.3", "TLSv1.2");

        assertThat(Visitor.at(port).get("/actuator/health").statusCode()).isEqualTo(400);
    }

    @Test
    void cookiesAreSentOverNothingElse() throws Exception {
        HttpResponse<String> page = https.send(get("/camunda/app/tasklist/default/"), BodyHandlers.ofString());
        String cookies = page.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
        HttpResponse<String> login = https.send(
                HttpRequest.newBuilder(address("/camunda/api/admin/auth/user/default/login/tasklist"))
                        .header("Cookie", cookies)
                        .header(
                                "X-XSRF-TOKEN",
                                page.headers().firstValue("X-XSRF-TOKEN").orElseThrow())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "username=admin&password=" + AtTheDoors.PASSWORD.replace(' ', '+')))
                        .build(),
                BodyHandlers.ofString());

        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(login.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("JSESSIONID="))
                .singleElement()
                .asString()
                .contains("Secure", "HttpOnly", "SameSite=Lax");
        assertThat(page.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("XSRF-TOKEN="))
                .singleElement()
                .asString()
                .contains("Secure");
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(address(path)).build();
    }

    private URI address(String path) {
        return URI.create("https://localhost:" + port + path);
    }
}
