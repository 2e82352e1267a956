package dev.kaltstart.cluster.access;

import dev.kaltstart.cluster.Cluster.UnusableCredentials;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.check.PlainText;
import dev.kaltstart.cluster.yaml.Yaml;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** Accepts a kubeconfig for a real cluster only if it certainly names that cluster and runs no program. */
public final class KubeconfigPolicy {

    private final Clock clock;

    public KubeconfigPolicy(Clock clock) {
        this.clock = clock;
    }

    /** @throws UnusableCredentials naming the file, the problem and the remedy */
    Kubeconfig accept(Inventory inventory) {
        var file = KubeconfigFile.read(inventory.tools().kubeconfig());
        refuseUser(file);
        refuseServer(file);
        var kubeconfig = new Kubeconfig(
                file.path(),
                file.cluster().text("server").orElse(""),
                file.data(file.cluster(), "certificate-authority"),
                file.data(file.user(), "client-certificate"),
                file.data(file.user(), "client-key"),
                file.user().text("token").orElse(null));
        refuseCredentials(kubeconfig);
        refuseForeign(kubeconfig, inventory);
        return kubeconfig;
    }

    private static void refuseUser(KubeconfigFile file) {
        Yaml user = file.user();
        if (user.get("exec").isPresent()) {
            throw file.unusable("its user runs a program (exec) to log in: use one with a client certificate");
        }
        if (user.get("auth-provider").isPresent()) {
            throw file.unusable("its user logs in through an auth-provider: use one with a client certificate");
        }
    }

    private static void refuseServer(KubeconfigFile file) {
        Yaml cluster = file.cluster();
        if (cluster.text("insecure-skip-tls-verify").orElse("false").equals("true")) {
            throw file.unusable("it says insecure-skip-tls-verify, so anything may answer in the name of the cluster:"
                    + " remove that and name the CA");
        }
        if (!cluster.text("server").orElse("").startsWith("https://")) {
            throw file.unusable("its server is not an https address: correct it");
        }
    }

    private void refuseCredentials(Kubeconfig kubeconfig) {
        if (kubeconfig.clientCertificate() == null) {
            if (kubeconfig.token() == null) {
                throw unusable(kubeconfig.file(), "its user has neither a client certificate nor a token: " + renew());
            }
            return;
        }
        var certificate = Certificates.of(kubeconfig.clientCertificate())
                .orElseThrow(() -> unusable(kubeconfig.file(), "its client certificate cannot be read: " + renew()));
        var end = certificate.getNotAfter().toInstant();
        if (end.isBefore(clock.instant())) {
            throw unusable(kubeconfig.file(), "its client certificate has expired on %s: %s".formatted(end, renew()));
        }
    }

    /** The CA proves which cluster it is; without a CA to compare with, the address must be one of the cluster's. */
    private static void refuseForeign(Kubeconfig kubeconfig, Inventory inventory) {
        var known = Certificates.authorityOf(inventory);
        if (known.isPresent() && kubeconfig.authority() != null) {
            if (!Certificates.of(kubeconfig.authority()).equals(known)) {
                throw unusable(
                        kubeconfig.file(),
                        ("its CA is not the one in the machine configuration of %s: was the cluster rebuilt, or is it"
                                        + " another one's? %s")
                                .formatted(inventory.name(), renew()));
            }
            return;
        }
        var host = host(kubeconfig.server());
        if (!host.equals(host(inventory.endpoint())) && inventory.find(host).isEmpty()) {
            throw unusable(
                    kubeconfig.file(),
                    "its server %s is neither the endpoint %s nor a node of %s: is it another cluster's?"
                            .formatted(kubeconfig.server(), inventory.endpoint(), inventory.name()));
        }
    }

    private static String host(String url) {
        try {
            var host = URI.create(url).getHost();
            return host == null ? "" : host.replaceAll("[\\[\\]]", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String renew() {
        return "get a new one with talosctl kubeconfig --force";
    }

    private static UnusableCredentials unusable(Path file, String message) {
        return new UnusableCredentials("%s must not be used: %s".formatted(file, PlainText.text(message)));
    }
}
