package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.Moments;
import dev.kaltstart.backup.method.Search;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A CronJob that saves a claim with restic, and says clearly how. It is clear when the whole claim is mounted at one place, one
 * command saves this place or a directory around it, and the snapshots differ from those of others in the same repository:
 * by their host or their tags, or by the host name that the pods of the CronJob have, which is the name of the pod.
 *
 * @param claim by name
 * @param saved the path that restic was given
 * @param folder where the content of the claim is in the snapshot
 */
record ResticCronJob(
        CronJob cronJob, String claim, Container container, ResticBackup backup, String saved, String folder) {

    private static final Pattern IMAGE = Pattern.compile("(?:.*/)?restic(?:[:@].*)?");
    private static final Pattern PROGRAM = Pattern.compile("(?:.*/)?restic");

    /** What a shell may have before a command. */
    private static final Set<String> BEFORE = Set.of("if", "then", "else", "do", "while", "until", "!", "exec", "time");

    /** Set in a script, it is not in the environment of the container. */
    private static final Pattern ASSIGNED = Pattern.compile("(?:^|\\W)(?:RESTIC|AWS)_[A-Z_]+=");

    /** The only one of the namespace that saves the claim; empty when there are several, or when one is not clear. */
    static Optional<ResticCronJob> of(KubernetesClient client, LostClaim claim) {
        List<ResticCronJob> found =
                client.batch().v1().cronjobs().inNamespace(claim.namespace()).list().getItems().stream()
                        .flatMap(cronJob -> in(cronJob, claim.name()).stream())
                        .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** @param name of the CronJob */
    static Optional<ResticCronJob> named(KubernetesClient client, LostClaim claim, String name) {
        return Optional.ofNullable(client.batch()
                        .v1()
                        .cronjobs()
                        .inNamespace(claim.namespace())
                        .withName(name)
                        .get())
                .flatMap(cronJob -> in(cronJob, claim.name()).stream().findFirst());
    }

    private static List<ResticCronJob> in(CronJob cronJob, String claim) {
        PodSpec pod = template(cronJob).getSpec();
        Set<String> volumes = pod.getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null
                        && claim.equals(volume.getPersistentVolumeClaim().getClaimName()))
                .map(volume -> volume.getName())
                .collect(Collectors.toSet());
        var found = new ArrayList<ResticCronJob>();
        for (Container container : pod.getContainers()) {
            List<VolumeMount> mounts = container.getVolumeMounts().stream()
                    .filter(mount -> volumes.contains(mount.getName()))
                    .toList();
            if (mounts.size() == 1 && whole(mounts.get(0))) {
                of(cronJob, claim, container, mounts.get(0).getMountPath().replaceFirst("(?<=.)/+$", ""))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    static boolean whole(VolumeMount mount) {
        return Objects.requireNonNullElse(mount.getSubPath(), "").isEmpty()
                && Objects.requireNonNullElse(mount.getSubPathExpr(), "").isEmpty();
    }

    private static Optional<ResticCronJob> of(CronJob cronJob, String claim, Container container, String place) {
        var words = new ContainerWords(container);
        List<List<String>> commands = commands(words, container);
        List<Optional<ResticBackup>> backups =
                commands.stream().map(ResticBackup::of).toList();
        List<ResticCronJob> here = backups.stream()
                .flatMap(Optional::stream)
                .flatMap(backup -> backup.paths().stream()
                        .filter(path -> place.equals(path) || place.startsWith(path + "/"))
                        .map(path -> new ResticCronJob(cronJob, claim, container, backup, path, place)))
                .toList();
        return here.size() == 1
                        && ResticBackup.isPath(place)
                        && backups.stream().noneMatch(Optional::isEmpty)
                        && !ASSIGNED.matcher(words.text()).find()
                        && here.get(0).reachable(words, place)
                        && here.get(0).distinct()
                ? Optional.of(here.get(0))
                : Optional.empty();
    }

    /** Those of restic that save something, without its name. */
    private static List<List<String>> commands(ContainerWords words, Container container) {
        String image = Objects.requireNonNullElse(container.getImage(), "");
        return words.commands(IMAGE.matcher(image).matches() ? "restic" : "").stream()
                .map(command -> command.stream().dropWhile(BEFORE::contains).toList())
                .filter(command ->
                        !command.isEmpty() && PROGRAM.matcher(command.get(0)).matches() && command.contains("backup"))
                .map(command -> command.subList(1, command.size()))
                .toList();
    }

    /** Where the repository is and what opens it has to be known to the container, and must not be on the lost claim. */
    private boolean reachable(ContainerWords words, String place) {
        boolean known = backup.access().keySet().stream().anyMatch(name -> name.startsWith("RESTIC_REPOSITORY"))
                || words.has("RESTIC_REPOSITORY", "RESTIC_REPOSITORY_FILE");
        boolean opens = backup.access().containsKey("RESTIC_PASSWORD_FILE")
                || words.has("RESTIC_PASSWORD", "RESTIC_PASSWORD_FILE", "RESTIC_PASSWORD_COMMAND");
        String repository = backup.access().getOrDefault("RESTIC_REPOSITORY", words.value("RESTIC_REPOSITORY"));
        return known && opens && !(repository.replaceFirst("^local:", "") + "/").startsWith(place + "/");
    }

    private boolean distinct() {
        return !host().isEmpty() || !backup.tag().isEmpty() || !hostBegins().isEmpty();
    }

    /** The host of the snapshots; blank when only its beginning is known. */
    String host() {
        String hostname = Objects.requireNonNullElse(pod().getHostname(), "");
        return backup.host().isEmpty() ? hostname : backup.host();
    }

    /** A pod is named after its Job, which is named after the CronJob. */
    String hostBegins() {
        return host().isEmpty() && backup.tag().isEmpty() && !Boolean.TRUE.equals(pod().getHostNetwork())
                ? name() + "-"
                : "";
    }

    String name() {
        return cronJob.getMetadata().getName();
    }

    PodSpec pod() {
        return template(cronJob).getSpec();
    }

    /** @param before seconds since 1970; no later snapshot is taken */
    PodTemplateSpec restoring(long before, int previous) {
        return pod(
                claim,
                Map.of(
                        "KALTSTART_DO", "restore",
                        "KALTSTART_BEFORE", Long.toString(before),
                        "KALTSTART_PREVIOUS", Integer.toString(previous)));
    }

    /** Asks for the newest snapshot, and touches nothing. */
    PodTemplateSpec looking(long before) {
        return pod(
                "",
                Map.of(
                        "KALTSTART_DO", "look",
                        "KALTSTART_BEFORE", Long.toString(before),
                        "KALTSTART_PREVIOUS", "0"));
    }

    private PodTemplateSpec pod(String claimName, Map<String, String> what) {
        var variables = new TreeMap<>(backup.access());
        variables.putAll(what);
        variables.put("KALTSTART_PATH", saved);
        variables.put("KALTSTART_FOLDER", folder);
        variables.put("KALTSTART_HOST", host());
        variables.put("KALTSTART_HOST_BEGINS", hostBegins());
        variables.put("KALTSTART_TAG", backup.tag());
        return new ToolPod(template(cronJob), container, claimName, RestoreScript.CLAIM + folder, backup.paths())
                .restoring(RestoreScript.RESTIC, variables);
    }

    static PodTemplateSpec template(CronJob cronJob) {
        return cronJob.getSpec().getJobTemplate().getSpec().getTemplate();
    }

    /** Whether the newest backup that succeeded is older than the damage; its start, then. */
    Optional<Instant> lastBackup(Search search) {
        var status = cronJob.getStatus();
        if (status == null || status.getLastSuccessfulTime() == null || status.getLastScheduleTime() == null) {
            return Optional.empty();
        }
        var began = Moments.parse(status.getLastScheduleTime());
        return Moments.parse(status.getLastSuccessfulTime())
                .filter(search::beforeDamage)
                .flatMap(end -> began.filter(start -> !start.isAfter(end)));
    }
}
