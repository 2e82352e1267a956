package dev.kaltstart.approval;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster homelab, as far as approvals and reports look at it. */
public record KnownCluster(Inventory inventory, Clock clock, double speed, Shell shell) implements Cluster {

    public static KnownCluster at(
            Path root, Path changelog, @Nullable Path plan, Clock clock, double speed, Shell shell) {
        var tools = new Inventory.Tools(
                Inventory.TaskRunner.TASK,
                Inventory.TalosTool.TALHELPER,
                root.resolve("kubeconfig"),
                root.resolve("talosconfig"),
                root.resolve("age.key"));
        var inventory = new Inventory(
                root,
                "kubernetes",
                "https://10.20.0.10:6443",
                null,
                null,
                Path.of("talos"),
                List.of(),
                tools,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Inventory.FluxBootstrap.FLUX_OPERATOR,
                new Inventory.ReportFiles(changelog, plan),
                List.of());
        return new KnownCluster(inventory, clock, speed, shell);
    }

    @Override
    public String name() {
        return "homelab";
    }

    @Override
    public Duration pace(Duration duration) {
        return Duration.ofMillis(Math.round(duration.toMillis() / speed));
    }

    @Override
    public Shell looking() {
        return shell;
    }

    @Override
    public KubernetesClient kubernetes() {
        throw new UnusableCredentials("neither approvals nor reports look at Kubernetes");
    }
}
