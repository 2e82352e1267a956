package dev.kaltstart.backup.method;

import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a PostgreSQL cluster of CloudNativePG are not restored one by one: the operator recovers into a new Cluster,
 * from the object store. A person does that, with these commands (src: cloudnative-pg/cloudnative-pg:docs/src/recovery.md).
 */
public record PostgresGuide(String namespace, String cluster) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9.]{0,252}");

    /** Empty for a claim of anything else. */
    public static Optional<PostgresGuide> of(KubernetesClient client, LostClaim claim) {
        return clusterOf(VolumeBinding.claim(client, claim))
                .or(() -> ObjectKind.POSTGRES_CLUSTER.list(client, claim.namespace()).stream()
                        .map(cluster -> cluster.getMetadata().getName())
                        .filter(name -> claim.name().matches(Pattern.quote(name) + "-\\d+(-wal)?"))
                        .findFirst())
                .filter(name -> NAME.matcher(name).matches())
                .map(name -> new PostgresGuide(claim.namespace(), name));
    }

    private static Optional<String> clusterOf(@Nullable PersistentVolumeClaim claim) {
        Map<String, String> labels = claim == null || claim.getMetadata().getLabels() == null
                ? Map.of()
                : claim.getMetadata().getLabels();
        return Optional.ofNullable(labels.get("cnpg.io/cluster"));
    }

    /** The recovery beside the present Cluster, which is not touched. */
    public List<String> commands(Search search) {
        var commands = new ArrayList<String>();
        commands.add("# PostgreSQL " + namespace + "/" + cluster + ": CloudNativePG recovers only into a new Cluster. "
                + newest(search)
                        .map(backup -> "Its newest backup from before the damage began at "
                                + Moments.of(backup, "status", "startedAt")
                                        .map(String::valueOf)
                                        .orElse("an unknown time"))
                        .orElse("No completed backup from before the damage was found"));
        @Nullable
        GenericKubernetesResource former = ObjectKind.POSTGRES_CLUSTER.find(search.client(), namespace, cluster);
        Optional<String> manifest = former == null ? Optional.empty() : new PostgresRecovery(former).recovered();
        if (manifest.isEmpty()) {
            commands.add("# its Cluster is gone or has no object store here: take its manifest from Git, and add"
                    + " bootstrap.recovery with the former serverName as source, and another serverName to archive to");
            commands.add("kubectl -n " + namespace + " get backups.postgresql.cnpg.io --sort-by=.status.startedAt");
            return commands;
        }
        String name = PostgresRecovery.restored(cluster);
        commands.add("# the archive of the new Cluster has another serverName: 'Expected empty archive' otherwise");
        commands.add(
                "# it recovers up to the last WAL; to stop before a moment, add bootstrap.recovery.recoveryTarget.targetTime");
        commands.add("kubectl apply -f - <<'EOF'");
        commands.add(manifest.get());
        commands.add("EOF");
        commands.add("kubectl -n " + namespace + " wait clusters.postgresql.cnpg.io/" + name
                + " --for=condition=Ready --timeout=2h");
        commands.add("# look for the latest rows that you remember; then put the new Cluster into Git, and lead the"
                + " application to the service " + name + "-rw");
        commands.add("kubectl -n " + namespace + " exec -it " + name + "-1 -c postgres -- psql -l");
        return commands;
    }

    private Optional<GenericKubernetesResource> newest(Search search) {
        return ObjectKind.POSTGRES_BACKUP.list(search.client(), namespace).stream()
                .filter(backup -> cluster.equals(backup.get("spec", "cluster", "name"))
                        && "completed".equals(backup.get("status", "phase")))
                .filter(backup -> started(backup).filter(search::beforeDamage).isPresent())
                .max(Comparator.comparing(
                        backup -> Objects.requireNonNull(started(backup).orElse(Instant.EPOCH))));
    }

    private static Optional<Instant> started(GenericKubernetesResource backup) {
        return Moments.of(backup, "status", "startedAt");
    }
}
