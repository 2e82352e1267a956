package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.DeclaredBackup;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at the claims of a live cluster and at its backup systems.
 *
 * @param declared what the repository says of the volumes
 * @param target how much data may be lost
 * @param proven when a restore was last proven, by namespace/name of the claim
 */
record ProtectionLook(KubernetesClient client, DeclaredVolumes declared, Duration target, Map<String, Instant> proven) {

    private static final List<PointSource> SOURCES = List.of(
            new VeleroPoints(),
            new VolSyncPoints(),
            new KopiurPoints(),
            new LonghornPoints(),
            new PostgresPoints(),
            new K8upPoints());
    private static final String POSTGRES = "cnpg.io/cluster";

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer */
    SeenProtection at(Instant now) {
        var kinds = new LiveKinds(client);
        var claims = claims(kinds);
        var found = new FoundPoints(now);
        SOURCES.forEach(source -> source.read(kinds, claims, found));
        return new SeenProtection(
                now,
                target,
                claims.stream()
                        .map(claim -> judged(claim, found))
                        .sorted(Comparator.comparing(ProtectionLook::order)
                                .thenComparing(ProtectedVolume::namespace)
                                .thenComparing(ProtectedVolume::claim))
                        .toList(),
                kinds.notes(),
                "");
    }

    private static int order(ProtectedVolume volume) {
        return switch (volume.rpo()) {
            case MISSED -> volume.newest().isPresent() ? 1 : 0;
            case UNKNOWN -> 2;
            case MET -> 3;
        };
    }

    private List<LiveClaim> claims(LiveKinds kinds) {
        var volumes = client.persistentVolumes().list(LiveKinds.bounded());
        kinds.noteRest("persistentvolumes", volumes.getMetadata().getContinue());
        Map<String, PersistentVolume> byName = volumes.getItems().stream()
                .collect(Collectors.toMap(
                        volume -> volume.getMetadata().getName(), Function.identity(), (one, same) -> one));
        var claims = client.persistentVolumeClaims().inAnyNamespace().list(LiveKinds.bounded());
        kinds.noteRest("persistentvolumeclaims", claims.getMetadata().getContinue());
        return claims.getItems().stream()
                .map(claim -> LiveClaim.of(
                        claim,
                        claim.getSpec().getVolumeName() == null
                                ? null
                                : byName.get(claim.getSpec().getVolumeName())))
                .toList();
    }

    private ProtectedVolume judged(LiveClaim claim, FoundPoints found) {
        var written = declared(claim);
        var methods = new LinkedHashSet<>(found.methods(claim));
        written.stream()
                .flatMap(one -> one.backups().stream())
                .map(DeclaredBackup::system)
                .forEach(methods::add);
        var newest = found.newest(claim);
        var remarks = new ArrayList<>(found.remarks(claim));
        if (methods.isEmpty() && claim.storage() != null && claim.storage().place() == DataSystem.Place.OUTSIDE) {
            remarks.add("on %s: the data outlives the cluster, but that is no backup"
                    .formatted(claim.storage().label()));
        } else if (newest.isEmpty() && !methods.isEmpty() && remarks.isEmpty()) {
            remarks.add("no restore point of it is to be seen in the cluster");
        }
        return new ProtectedVolume(
                claim.namespace(),
                claim.name(),
                claim.volume(),
                app(claim, written),
                claim.size(),
                claim.storage(),
                List.copyOf(methods),
                newest,
                rpo(claim, newest, methods.stream().toList(), found),
                Optional.ofNullable(proven.get(claim.namespace() + "/" + claim.name())),
                String.join("; ", remarks));
    }

    /** Litestream and jobs of restic leave no object in the cluster that shows their restore points. */
    private Rpo rpo(LiveClaim claim, Optional<NewestPoint> newest, List<DataSystem> methods, FoundPoints found) {
        if (newest.isPresent() && !newest.get().at().isBefore(found.now().minus(target))) {
            return Rpo.MET;
        }
        if (found.isContinuous(claim)) {
            return Rpo.UNKNOWN;
        }
        return methods.stream().anyMatch(ProtectionLook::isSilent) ? Rpo.UNKNOWN : Rpo.MISSED;
    }

    private static boolean isSilent(DataSystem system) {
        return switch (system) {
            case LITESTREAM, RESTIC, RCLONE -> true;
            default -> false;
        };
    }

    /** A name that ends in a star means one claim for each instance. */
    private Optional<DeclaredVolume> declared(LiveClaim claim) {
        var postgres = claim.label(POSTGRES);
        return declared.all().stream()
                .filter(one -> one.namespace().equals(claim.namespace()))
                .filter(one -> one.claim().equals(postgres.isEmpty() ? claim.name() : postgres + "-*")
                        || (one.claim().endsWith("-*")
                                && claim.name()
                                        .startsWith(one.claim()
                                                .substring(0, one.claim().length() - 1))
                                && claim.name()
                                        .substring(one.claim().length() - 1)
                                        .matches("\\d{1,6}")))
                .findFirst();
    }

    private static String app(LiveClaim claim, Optional<DeclaredVolume> written) {
        return Stream.of(
                        written.map(DeclaredVolume::app).orElse(""),
                        claim.label("app.kubernetes.io/name"),
                        claim.label("app.kubernetes.io/instance"),
                        claim.label("app"),
                        claim.label(POSTGRES))
                .filter(one -> !one.isEmpty())
                .findFirst()
                .orElse("");
    }
}
