package dev.kaltstart.cluster.access;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import dev.kaltstart.cluster.yaml.YamlFile;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads certificates, and the cluster CA where this machine has it. */
final class Certificates {

    private Certificates() {}

    /** @param data base64 of PEM, as in a kubeconfig and in a machine configuration */
    static Optional<X509Certificate> of(String data) {
        try {
            var pem = new ByteArrayInputStream(Base64.getMimeDecoder().decode(data));
            return Optional.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem));
        } catch (CertificateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The CA of the Kubernetes API, from the generated machine configurations. The CA in the talosconfig is a different
     * one, that of Talos. The files hold every secret of the cluster; only this certificate is kept.
     */
    static Optional<X509Certificate> authorityOf(Inventory inventory) {
        return inventory.controlPlanes().stream()
                .map(node -> inventory.root().resolve(node.machineConfig()))
                .filter(Files::isRegularFile)
                .flatMap(Certificates::documents)
                .flatMap(document -> document.text("cluster", "ca", "crt").stream())
                .flatMap(data -> of(data).stream())
                .findFirst();
    }

    private static Stream<Yaml> documents(Path file) {
        try {
            return new YamlFile(file, file.toString(), YamlFile.REPOSITORY_LIMIT).documents().stream();
        } catch (UnreadableYaml e) {
            return Stream.empty();
        }
    }
}
