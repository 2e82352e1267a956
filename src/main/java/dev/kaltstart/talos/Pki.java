package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fingerprints of the certificate authorities that a machine configuration carries: that of Talos, which the
 * talosconfig trusts, and that of Kubernetes, which the kubeconfig trusts. Rendering rewrites the talosconfig but not
 * the kubeconfig, so the second detects a mismatch even after the first was overwritten.
 */
public final class Pki {

    private Pki() {}

    /** @throws Failure.Fatal when the file belongs to another cluster than the credentials do */
    static Check sameAs(Inventory inventory, Path machineConfig) {
        Map<?, ?> config = Secretive.yaml(machineConfig).orElse(Map.of());
        Optional<String> talos = Secretive.text(config, "machine", "ca", "crt").flatMap(Pki::fingerprint);
        if (talos.isEmpty()) {
            return Check.notYet(machineConfig.getFileName() + " is not a readable machine configuration");
        }
        Optional<String> trusted = ofTalosconfig(inventory);
        if (trusted.isEmpty()) {
            return Check.unknown(
                    "the certificate authority in " + inventory.tools().talosconfig() + " cannot be read");
        }
        if (!talos.equals(trusted)) {
            throw other(machineConfig.getFileName() + " has another Talos CA than the talosconfig");
        }
        Optional<String> kubernetes =
                Secretive.text(config, "cluster", "ca", "crt").flatMap(Pki::fingerprint);
        Optional<String> known = ofKubeconfig(inventory);
        if (kubernetes.isPresent() && known.isPresent() && !kubernetes.equals(known)) {
            throw other(machineConfig.getFileName() + " has another Kubernetes CA than the kubeconfig");
        }
        return Check.met("rendered with the CA of the cluster, " + talos.get().substring(0, 16));
    }

    /** Fingerprint of the authority that the talosconfig trusts. */
    public static Optional<String> ofTalosconfig(Inventory inventory) {
        Map<?, ?> file = Secretive.yaml(inventory.tools().talosconfig()).orElse(Map.of());
        return Secretive.text(file, "context")
                .flatMap(context -> Secretive.text(file, "contexts", context, "ca"))
                .flatMap(Pki::fingerprint);
    }

    private static Optional<String> ofKubeconfig(Inventory inventory) {
        Map<?, ?> file = Secretive.yaml(inventory.tools().kubeconfig()).orElse(Map.of());
        return file.get("clusters") instanceof List<?> clusters
                        && clusters.size() == 1
                        && clusters.get(0) instanceof Map<?, ?> only
                ? Secretive.text(only, "cluster", "certificate-authority-data").flatMap(Pki::fingerprint)
                : Optional.empty();
    }

    /** SHA-256 of the PEM without its white space, in hexadecimal digits. */
    public static Optional<String> fingerprint(String base64) {
        try {
            var pem = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.US_ASCII);
            var digest = MessageDigest.getInstance("SHA-256");
            return Optional.of(HexFormat.of()
                    .formatHex(digest.digest(pem.replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Failure.Fatal other(String message) {
        return new Failure.Fatal(
                "OTHER_PKI",
                message + ": a node with this configuration could not join the cluster."
                        + " Restore the right machine secrets before rendering again");
    }
}
