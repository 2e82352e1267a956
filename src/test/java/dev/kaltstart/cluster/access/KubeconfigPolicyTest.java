package dev.kaltstart.cluster.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.Cluster.UnusableCredentials;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.RepositoryCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigPolicyTest {

    private static final Instant WHILE_VALID = Instant.parse("2027-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private RepositoryCopy repository;
    private String good = "";

    @BeforeEach
    void copy() throws IOException {
        repository = RepositoryCopy.copyOf("single", directory);
        good = """
                apiVersion: v1
                kind: Config
                current-context: admin@single
                contexts:
                  - name: admin@single
                    context: {cluster: single, user: admin@single}
                clusters:
                  - name: single
                    cluster:
                      server: https://10.30.0.10:6443
                      certificate-authority-data: %s
                users:
                  - name: admin@single
                    user:
                      client-certificate-data: %s
                      client-key-data: a2V5
                """.formatted(data("ca.crt"), data("client.crt"));
    }

    @Test
    void acceptsWhatTalosMakes() {
        var kubeconfig = accept(good, WHILE_VALID);
        assertThat(kubeconfig.server()).isEqualTo("https://10.30.0.10:6443");
        assertThat(kubeconfig.clientKey()).isEqualTo("a2V5");
        assertThat(kubeconfig.toString()).doesNotContain("a2V5");
    }

    @Test
    void acceptsFilesBesideIt() throws IOException {
        repository.with("client.key", "key");
        var kubeconfig = accept(good.replace("client-key-data: a2V5", "client-key: client.key"), WHILE_VALID);
        assertThat(kubeconfig.clientKey()).isEqualTo("a2V5");
    }

    @Test
    void saysThatItIsMissing() {
        assertThatThrownBy(() -> policy(WHILE_VALID).accept(inventory()))
                .isInstanceOf(UnusableCredentials.class)
                .hasMessageContaining("/kubeconfig: there is no such file");
    }

    @Test
    void refusesProgramsThatLogIn() {
        refuses(good.replace("client-key-data: a2V5", "exec: {command: aws}"), "runs a program (exec) to log in");
    }

    @Test
    void refusesAuthProviders() {
        refuses(good.replace("client-key-data: a2V5", "auth-provider: {name: oidc}"), "through an auth-provider");
    }

    @Test
    void refusesToTalkToJustAnybody() {
        refuses(
                good.replace("      server:", "      insecure-skip-tls-verify: true\n      server:"),
                "insecure-skip-tls-verify, so anything may answer");
    }

    @Test
    void refusesPlainHttp() {
        refuses(good.replace("https://", "http://"), "its server is not an https address");
    }

    @Test
    void refusesWhenNothingSaysWhichContext() {
        refuses(good.replace("current-context: admin@single", ""), "it has no current-context");
    }

    @Test
    void refusesAContextThatDoesNotExist() {
        refuses(
                good.replace("current-context: admin@single", "current-context: other"),
                "it has no context named 'other'");
    }

    @Test
    void refusesAnExpiredCertificateAndNamesTheDay() {
        refuses(good, Instant.parse("2030-01-01T00:00:00Z"), "its client certificate has expired on 2027-11-23T");
    }

    @Test
    void refusesNonsenseInPlaceOfACertificate() {
        refuses(good.replace(certificate(), "bm9uc2Vuc2U="), "its client certificate cannot be read");
    }

    @Test
    void refusesAUserWithoutCredentials() {
        refuses(
                good.replaceAll("client-certificate-data: .*", "username: admin"),
                "neither a client certificate nor a token");
    }

    @Test
    void refusesFilesElsewhere() throws IOException {
        Files.writeString(directory.resolve("client.key"), "key");
        refuses(good.replace("client-key-data: a2V5", "client-key: ../client.key"), "outside of its own directory");
    }

    @Test
    void refusesTheServerOfAnotherCluster() {
        refuses(
                good.replace("10.30.0.10", "10.99.0.10"),
                "https://10.99.0.10:6443 is neither the endpoint https://10.30.0.10:6443 nor a node of single");
    }

    @Test
    void refusesTheAuthorityOfAClusterThatIsGone() {
        machineConfiguration("other-ca.crt");
        refuses(good, "its CA is not the one in the machine configuration of single: was the cluster rebuilt");
    }

    @Test
    void acceptsAnyAddressWhenTheAuthorityProvesTheCluster() {
        machineConfiguration("ca.crt");
        assertThat(accept(good.replace("10.30.0.10", "k8s.home.example"), WHILE_VALID)
                        .server())
                .contains("k8s.home.example");
    }

    private void machineConfiguration(String authority) {
        repository.with(
                "talos/clusterconfig/single-cp-1.yaml",
                "version: v1alpha1\ncluster: {ca: {crt: %s}}\n---\nkind: HostnameConfig\n".formatted(data(authority)));
    }

    private void refuses(String kubeconfig, String message) {
        refuses(kubeconfig, WHILE_VALID, message);
    }

    private void refuses(String kubeconfig, Instant now, String message) {
        assertThatThrownBy(() -> accept(kubeconfig, now))
                .isInstanceOf(UnusableCredentials.class)
                .hasMessageStartingWith(repository.root().resolve("kubeconfig").toString())
                .hasMessageContaining(message);
    }

    private Kubeconfig accept(String kubeconfig, Instant now) {
        repository.with("kubeconfig", kubeconfig);
        return policy(now).accept(inventory());
    }

    private static KubeconfigPolicy policy(Instant now) {
        return new KubeconfigPolicy(Clock.fixed(now, ZoneOffset.UTC));
    }

    private Inventory inventory() {
        return Objects.requireNonNull(repository.discovered().inventory());
    }

    private static String certificate() {
        return data("client.crt");
    }

    private static String data(String certificate) {
        try {
            var file = Path.of("src/test/resources/certificates").resolve(certificate);
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
