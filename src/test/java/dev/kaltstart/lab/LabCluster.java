package dev.kaltstart.lab;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A cluster whose Kubernetes is the lab's, and whose command lines are the real ones. Its clock runs ten times faster, and
 * so do the waits of the steps.
 */
record LabCluster(Inventory inventory, KubernetesClient kubernetes, Clock clock) implements Cluster, AutoCloseable {

    private static final int SPEED = 10;

    LabCluster(Inventory inventory, KubernetesClient kubernetes) {
        this(inventory, kubernetes, new FastClock(Instant.now()));
    }

    @Override
    public String name() {
        return inventory.name();
    }

    @Override
    public Duration pace(Duration duration) {
        return duration.dividedBy(SPEED);
    }

    @Override
    public Shell shell() {
        var tools = new LabTools(Path.of(System.getProperty("java.io.tmpdir")));
        return command -> tools.run(command.with("KUBECONFIG", Lab.here().setting("KUBECONFIG")));
    }

    @Override
    public Shell looking() {
        return shell();
    }

    @Override
    public void close() {
        kubernetes.close();
    }

    private static final class FastClock extends Clock {

        private final Instant origin;

        FastClock(Instant origin) {
            this.origin = origin;
        }

        @Override
        public Instant instant() {
            return origin.plus(Duration.between(origin, Instant.now()).multipliedBy(SPEED));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
