package dev.kaltstart.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a kubeconfig comes down to once it has been found usable. Certificates and keys are base64 of PEM.
 *
 * @param authority null when the certificate of the server is signed by an authority that everybody knows
 */
record Kubeconfig(
        Path file,
        String server,
        @Nullable String authority,
        @Nullable String clientCertificate,
        @Nullable String clientKey,
        @Nullable String token) {

    /** Holds a private key: never printed. */
    @Override
    public String toString() {
        return "kubeconfig " + file;
    }
}
