package dev.kaltstart.cluster.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The relevant parts of a kubeconfig that was accepted. Certificates and keys are base64 of PEM.
 *
 * @param authority null when the server's certificate is signed by a publicly trusted CA
 */
public record Kubeconfig(
        Path file,
        String server,
        @Nullable String authority,
        @Nullable String clientCertificate,
        @Nullable String clientKey,
        @Nullable String token) {

    /** Never prints the private key. */
    @Override
    public String toString() {
        return "kubeconfig " + file;
    }
}
